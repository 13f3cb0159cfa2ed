// Looks at a drawn screen as a person would: is every text whole, apart, large and dark enough,
// with nothing to scroll and all that is to be touched on the glass?
// Returns what is wrong, in words.

(round) => {
  const wrong = [];
  const scrolls = (node) =>
    node.classList.contains("ps") && node.scrollHeight > node.clientHeight + 1;
  const clipped = (node, box) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowY === "visible" && style.overflowX === "visible") continue;
      const frame = up.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1) return "sideways";
      if (box.top < frame.top - 1 || box.bottom > frame.bottom + 1) return "up or down";
    }
    return null;
  };

  // The pages of a pager that are not turned to are there, but not to be seen.
  const seen = (node) => node.checkVisibility({ opacityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);

  const texts = all("p")
    .filter((node) => node.textContent.trim())
    .map((node) => ({ node, text: node.textContent.trim(), words: words(node) }));
  if (!texts.length) wrong.push("nothing is shown");
  for (const node of all(".ps"))
    if (scrolls(node)) wrong.push(`scrolls: ${node.textContent.trim()}`);

  const least = Math.min(innerWidth / 2, innerHeight) * (round ? 0.07 : 0.05);
  for (const { node, text, words } of texts) {
    const way = words.map((box) => clipped(node, box)).find(Boolean);
    if (way) wrong.push(`clipped ${way}: ${text}`);
    const size =
      (parseFloat(getComputedStyle(node).fontSize) * node.getBoundingClientRect().height) /
      node.offsetHeight;
    if (size < least) wrong.push(`small (${size}): ${text}`);
    const ratio = contrast(colour(node, "color"), behind(node));
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(1)}: ${text}`);
  }

  for (const [i, one] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      if (overlap(one.node.getBoundingClientRect(), other.node.getBoundingClientRect()))
        wrong.push(`overlap: ${one.text} / ${other.text}`);
    }
  }

  if (round) {
    const radius = innerWidth / 2;
    for (const { text, words } of texts) {
      for (const word of words) {
        const far = Math.max(
          ...[word.left, word.right].flatMap((x) =>
            [word.top, word.bottom].map((y) => Math.hypot(x - radius, y - radius)),
          ),
        );
        if (far > radius + 1) wrong.push(`outside the circle: ${text}`);
      }
    }
    for (const node of all("div")) {
      const style = getComputedStyle(node);
      if (!parseFloat(style.borderTopWidth)) continue;
      const { left, right, top, bottom } = node.getBoundingClientRect();
      const corner = parseFloat(style.borderTopLeftRadius);
      const across = Math.max(radius - left, right - radius) - corner;
      const down = Math.max(radius - top, bottom - radius) - corner;
      if (Math.hypot(Math.max(across, 0), Math.max(down, 0)) + corner > radius + 1)
        wrong.push(`outside the circle: ${node.textContent.trim()}`);
    }
  }
  return wrong;

  // The boxes of the words alone: a space may hang over the end of a line.
  function words(node) {
    const boxes = [];
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const { index, 0: word } of walker.currentNode.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        boxes.push(range.getBoundingClientRect());
      }
    }
    return boxes;
  }

  function overlap(a, b) {
    return (
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
    );
  }

  function colour(node, property) {
    const found = getComputedStyle(node)
      [property].match(/[\d.]+/g)
      .map(Number);
    return { rgb: found.slice(0, 3), alpha: found[3] ?? 1 };
  }

  function behind(node) {
    for (let up = node; up; up = up.parentElement) {
      const found = colour(up, "backgroundColor");
      if (found.alpha > 0.5) return found;
    }
    return { rgb: [0, 0, 0] };
  }

  function contrast({ rgb: a }, { rgb: b }) {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }

  function light(rgb) {
    const [r, g, b] = rgb
      .map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
};
