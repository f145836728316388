// Starts the app: reads which module and which WebAssembly file the build left as preload links in index.html, and
// fetches the latter with its integrity. An external file, because the content security policy allows no inline script.

const glue = document.querySelector('link[rel="modulepreload"]');
const code = document.querySelector('link[rel="preload"][as="fetch"]');
const boot = document.getElementById("boot");

try {
  const [{ default: init }, response] = await Promise.all([
    import(glue.href),
    fetch(code.href, { integrity: code.dataset.integrity, credentials: "same-origin" }),
  ]);
  if (!response.ok) throw new Error(`${code.href}: ${response.status}`);
  await init({ module_or_path: response });
  boot.remove();
} catch (error) {
  document.getElementById("boot-failed").hidden = false;
  throw error;
}
