/** From the batches of a visit to a recording that is stored: without ids, without the host, with time to think. */

const ORIGIN = "http://shop.invalid";
const LONG_MS = 500;
const STRETCH = 3.2;

/** Every pause of more than half a second gets longer: visitors here do not read, those elsewhere do. */
function clockOf(times) {
  const sorted = [...new Set(times)].sort((left, right) => left - right);
  const moved = new Map();
  let shift = 0;
  sorted.forEach((time, index) => {
    const gap = index === 0 ? 0 : time - sorted[index - 1];
    if (gap > LONG_MS) shift += Math.round((gap - LONG_MS) * STRETCH);
    moved.set(time, time + shift);
  });
  return (time) => moved.get(time);
}

export function pack(visitor, door) {
  const text = JSON.stringify(door.batches).replaceAll(door.origin, ORIGIN).replaceAll(door.origin.replace("http://", ""), "shop.invalid");
  // A batch that was sent again has the same id.
  const batches = [...new Map(JSON.parse(text).map((batch) => [batch.batchId, batch])).values()];
  const events = batches.flatMap((batch) => batch.events);
  const move = clockOf(events.map((event) => event.timestamp));
  for (const event of events) {
    const moved = move(event.timestamp);
    if (event.data?.timestamp) event.data.timestamp += moved - event.timestamp;
    event.timestamp = moved;
  }
  for (const batch of batches) {
    delete batch.batchId;
    delete batch.sentAt;
  }
  return {
    userAgent: visitor.userAgent,
    address: visitor.address,
    journey: visitor.journey,
    endedAt: Math.max(...events.map((event) => event.timestamp)),
    batches,
  };
}
