// Moving an event, or its lower edge, with a pointer.

import { clockTime, DAY_MINUTES, heightOf, HOUR_PIXELS, pixels, SNAP_MINUTES, snapped } from "/calendar/static/layout.js";

const STARTS_AFTER_PIXELS = 4;

// Let `block` be dragged; `finished(startMinute, endMinute)` hears where to. `dragging` says when it begins and ends.
export function makeDraggable(block, event, { finished, dragging }) {
  block.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || down.target.closest("button")) return;
    const stretches = down.target.classList.contains("edge");
    let proposal = null;
    const follow = (move) => {
      const distance = move.clientY - down.clientY;
      if (proposal === null && Math.abs(distance) < STARTS_AFTER_PIXELS) return;
      if (proposal === null) block.classList.add("dragged");
      proposal = proposed(event, snapped((distance * 60) / HOUR_PIXELS), stretches);
      show(block, event, proposal);
    };
    const stop = () => {
      block.removeEventListener("pointermove", follow);
      block.removeEventListener("pointerup", drop);
      block.removeEventListener("pointercancel", abandon);
      block.classList.remove("dragged");
      dragging(false);
    };
    const drop = () => {
      stop();
      if (proposal !== null) finished(proposal.startMinute, proposal.endMinute);
    };
    const abandon = () => {
      stop();
      show(block, event, event);
    };
    dragging(true); // from the first touch on: a day that is drawn anew takes the block out of the hand
    block.setPointerCapture(down.pointerId);
    block.addEventListener("pointermove", follow);
    block.addEventListener("pointerup", drop);
    block.addEventListener("pointercancel", abandon);
  });
}

function proposed(event, minutes, stretches) {
  if (stretches) {
    const endMinute = Math.min(Math.max(event.endMinute + minutes, event.startMinute + SNAP_MINUTES), DAY_MINUTES - 1);
    return { startMinute: event.startMinute, endMinute };
  }
  const shift = Math.min(Math.max(minutes, -event.startMinute), DAY_MINUTES - 1 - event.endMinute);
  return { startMinute: event.startMinute + shift, endMinute: event.endMinute + shift };
}

function show(block, event, place) {
  const base = Number(block.dataset.firstMinute);
  block.style.top = `${pixels(place.startMinute - base)}px`;
  block.style.height = `${heightOf(place)}px`;
  block.querySelector("[data-testid=event-time]").textContent =
    `${clockTime(place.startMinute)} – ${clockTime(place.endMinute)}`;
}
