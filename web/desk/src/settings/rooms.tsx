// Rooms and devices: where they are, of which kind, and when they can be used.
import { useState, type ReactNode } from "react";
import { accepted, ask, change } from "../graph/client.js";
import { say } from "../language/say.js";
import { useDesk } from "../session/session.js";
import { Collection, type Closing } from "./collection.js";
import { Choice, Field, Form, Tick, Told, useFault } from "./form.js";
import { useMerging, type Fields } from "./merging.js";
import { savedWith, type Arranged } from "./premises.js";
import { Premised, RoomHoursSet, RoomSave } from "./premises-documents.js";
import { isUsual, weekFields, windowsIn } from "./week.js";
import { WEEKDAYS, weekdayName } from "./weekdays.js";
import { Windows } from "./windows.js";

type Room = Arranged["rooms"][number];

interface Located {
  id: string;
  name: string;
}

interface RoomsProps {
  rooms: readonly Room[];
  locations: readonly Located[];
  refresh: () => void;
}

export function Rooms({ rooms, locations, refresh }: RoomsProps): ReactNode {
  return (
    <Collection
      title={say("Rooms and devices")}
      help={say("What a service takes while it lasts. Those of one kind at one place stand in for each other.")}
      empty={say("There is none yet.")}
      add={say("Add a room or device")}
      items={rooms.map((one) => ({ ...one, id: one.resourceId }))}
      refresh={refresh}
      line={({ name, kind, location, isActive, hours }) => (
        <>
          <b>{name}</b> · {kind} · {location?.name} {hours.length > 0 && `· ${say("at certain hours")}`} {!isActive && `· ${say("out of use")}`}
        </>
      )}
      form={(room, closing) => <RoomForm room={room} locations={locations} {...closing} />}
    />
  );
}

interface RoomFormProps extends Closing {
  room: Room | null;
  locations: readonly Located[];
}

function RoomForm({ room, locations, done, close }: RoomFormProps): ReactNode {
  const { clinic } = useDesk();
  const [hours, setHours] = useState<Room["hours"]>(room?.hours ?? []);
  const together = useMerging(room && fieldsOf(room), async () => {
    const found = (await ask(Premised, { clinic: clinic.id })).arrangements?.rooms.find((one) => one.resourceId === room?.resourceId);
    return found ? fieldsOf(found) : null;
  });
  return (
    <Form
      done={done}
      close={close}
      together={together}
      save={(given) => {
        const texts = { locationId: given.text("locationId"), name: given.text("name"), kind: given.text("kind") };
        const fields = { ...texts, isActive: given.has("isActive"), ...weekFields(hours) };
        return together.save(fields, (both) => saveRoom(room, hours !== room?.hours, both));
      }}
    >
      <div className="fields">
        <Field name="name" label={say("Name")} value={room?.name} most={80} />
        <Field name="kind" label={say("Kind")} value={room?.kind} most={40} help={say("Such as “treatment room” or “laser”; services need a kind.")} />
        <Choice name="locationId" label={say("Place")} value={room?.location?.id ?? locations[0]?.id} options={locations.map((one) => [one.id, one.name] as const)} />
      </div>
      <Tick name="isActive" label={say("In use")} isOn={room?.isActive ?? true} help={say("What is booked stands either way; what needs another time stands under To do.")} />
      {room && <RoomHours hours={hours} setHours={setHours} />}
    </Form>
  );
}

type RoomGiven = Record<"locationId" | "name" | "kind", string> & { isActive: boolean } & Fields;

async function saveRoom(room: Room | null, isTimed: boolean, { locationId, name, kind, isActive, ...week }: RoomGiven): Promise<string> {
  const input = { resourceId: room?.resourceId ?? null, locationId, name, kind, isActive };
  const saved = accepted(await change(RoomSave, { input }));
  if (!room || !isTimed) return savedWith(saved.affectedBookings);
  const timed = accepted(await change(RoomHoursSet, { input: { resourceId: room.resourceId, hours: windowsIn(week) } }));
  return savedWith([...(saved.affectedBookings ?? []), ...(timed.affectedBookings ?? [])]);
}

/** A room as its form gives it. */
const fieldsOf = ({ name, kind, isActive, location, hours }: Room): Fields => ({ name, kind, isActive, locationId: location?.id, ...weekFields(hours) });

interface RoomHoursProps {
  hours: Room["hours"];
  setHours: (hours: Room["hours"]) => void;
}

function RoomHours({ hours, setHours }: RoomHoursProps): ReactNode {
  return (
    <details open={hours.length > 0}>
      <summary>{say("When it can be used")}</summary>
      <p className="faint">{say("Without any hours: always.")}</p>
      <table className="week">
        <tbody>
          {WEEKDAYS.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{weekdayName(weekday)}</th>
              <td>
                <Windows
                  label={weekdayName(weekday)}
                  windows={hours.filter((one) => one.weekday === weekday && isUsual(one))}
                  change={(own) =>
                    setHours([
                      ...hours.filter((one) => one.weekday !== weekday || !isUsual(one)),
                      ...own.map(({ startMinute, endMinute }) => ({ weekday, startMinute, endMinute, validFrom: null, validUntil: null })),
                    ])
                  }
                />
                <Overtaken field={`day ${weekday}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Where a colleague has changed a day meanwhile, it is said beside it. */
function Overtaken({ field }: { field: string }): ReactNode {
  const { fault, id } = useFault(field, undefined);
  return <Told id={id} help={undefined} fault={fault} />;
}
