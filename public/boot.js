// Starts the app: reads which module and which WebAssembly file the build left as preload links in index.html, and
// fetches the latter with its integrity. An external file, because the content security policy allows no inline script.

const glue = document.querySelector('link[rel="modulepreload"]');
const code = document.querySelector('link[rel="preload"][as="fetch"]');
const boot = document.getElementById("boot");

// The panel shown when the program stops works without the program: the last stored document can always be taken away.
document.getElementById("stopped-reload").addEventListener("click", () => location.reload());
document.getElementById("stopped-save").addEventListener("click", () => {
  const text = localStorage.getItem(`socle.document.${localStorage.getItem("socle.current")}`);
  if (text === null) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "document.socle.json";
  link.click();
  URL.revokeObjectURL(link.href);
});

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
