// Who pressed a button that the answer takes away would be nowhere on the page: they go on at what
// is asked now, in the first of the places that has it.

export function keepPlace(places, redraw) {
  const held = places.some((place) => place.contains(document.activeElement));
  redraw();
  if (!held || document.activeElement !== document.body) return;
  places
    .map((place) => place.querySelector("[tabindex='-1']"))
    .find(Boolean)
    ?.focus();
}
