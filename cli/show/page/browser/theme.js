const THEMES = ['system', 'light', 'dark'];
const button = document.getElementById('theme');
let theme = 0;
button.hidden = false;
button.addEventListener('click', () => {
  theme = (theme + 1) % THEMES.length;
  button.textContent = `Theme: ${THEMES[theme]}`;
  if (theme === 0) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = THEMES[theme];
});
