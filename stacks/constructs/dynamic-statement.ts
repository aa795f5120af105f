/** A statement of a policy document for each element of a list: https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
export interface DynamicStatement {
  readonly statement: {
    readonly for_each: string;
    /** As Terraform names it; `${statement.value}` is the element. */
    readonly content: Readonly<Record<string, unknown>>;
  };
}
