import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Above this the agent uploads in parts of it. */
const PART_BYTES = 5 * 1024 * 1024;

export interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly bytes: Buffer;
}

/** Uploads a transcript as the SSM agent does: in one piece, or in parts when it is large. */
export const uploadAsAgent = async (s3: S3Client, { Bucket, Key, bytes }: Upload): Promise<void> => {
  const object = { Bucket, Key, ContentType: 'text/plain', ACL: 'bucket-owner-full-control' } as const;
  if (bytes.length <= PART_BYTES) {
    await s3.send(new PutObjectCommand({ ...object, Body: bytes }));
    return;
  }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
  const Parts: CompletedPart[] = [];
  for (let begin = 0; begin < bytes.length; begin += PART_BYTES) {
    const PartNumber = Parts.length + 1;
    const Body = bytes.subarray(begin, begin + PART_BYTES);
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
};
