const links = [...document.querySelectorAll('.commands a')];

for (const link of links)
  link.addEventListener('click', () => {
    const line = document.getElementById(link.hash.slice(1));
    line.dispatchEvent(new Event('visit', { bubbles: true }));
    for (const other of links) other.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    line.tabIndex = -1;
    // The link itself moves the line into sight.
    line.focus({ preventScroll: true });
  });
