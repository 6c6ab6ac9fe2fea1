// Runs in the page before its own scripts. Times are performance.now(): ms since the navigation began.
(() => {
  const watch = { chosen: null, painted: painted, changed: changed, answered: null };
  window.watch = watch;

  // When the portrait was chosen, as the page hears of it.
  addEventListener("change", (event) => event.target.type === "file" && (watch.chosen = performance.now()), true);

  const finished = () => document.querySelector("figure img[width]");

  /** When a finished photo other than the one at `before` is painted. */
  async function painted(before) {
    const image = await seen(() => {
      const now = finished();
      return now && now.src !== before && now;
    });
    await image.decode();
    return frame();
  }

  /** Press a control that changes the photo, or slide it to a value; the times of what follows. */
  async function changed(control, value) {
    const before = finished().src;
    const done = painted(before);
    const pressed = performance.now();
    if (value === null) control.click();
    else write(control, value);
    const end = await done;
    const [order] = requests("/v1/photos", pressed);
    const [picture] = requests("/files/image", pressed);
    return { pressed, order, picture: picture ?? null, painted: end };
  }

  function requests(part, since) {
    const all = performance.getEntriesByType("resource");
    return all
      .filter((each) => each.startTime >= since && each.name.includes(part))
      .map(({ startTime, responseEnd }) => ({ began: startTime, ended: responseEnd }));
  }

  /** The first value that is true, at the changes of the document. */
  function seen(find) {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (!found) return;
        observer.disconnect();
        resolve(found);
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      look();
    });
  }

  /** The time after the next frame is drawn: its callbacks run before that, messages after it. */
  function frame() {
    return new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      }),
    );
  }

  function write(field, value) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, value);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Type words as soon as there is a field; when it was there, and when the answer is painted. */
  async function search() {
    const field = await seen(() => document.querySelector("input[type=search]"));
    const there = performance.now();
    write(field, WORDS);
    await seen(() => document.querySelector("main li a")?.textContent.startsWith(TITLE));
    const answered = await frame();
    if (field.value !== WORDS || !field.isConnected) throw new Error("the field has lost its text");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return { paint: paint.startTime, field: there, answered };
  }
  const WORDS = "japan visa";
  const TITLE = "Japan visa";
  if (location.hash === "#search") watch.answered = search();
})();
