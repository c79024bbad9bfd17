// What the agenda asks, does and listens to. A sheet stays lean: sixty columns of cards have to fit into one question.
import { graphql } from "../gql/gql.js";

export const Sheet = graphql(`
  query Sheet($clinic: ID!, $day: Date!, $days: Int!, $with: [ID!]) {
    agenda(clinicId: $clinic, firstDay: $day, dayCount: $days, practitionerIds: $with) {
      resourceId
      name
      practitioner {
        id
        fullName
      }
      entries {
        kind
        startsAt
        endsAt
        booking {
          id
          status
          version
          startsAt
          endsAt
          calendarState
          displacedAt
          isForAnybody
          createdBy
          reminderAnsweredAt
          overbookReason
          patient {
            id
            name
            phone
          }
          service {
            id
            title
          }
        }
      }
    }
  }
`);

/** Where each stretch of hours is: only clinics of several places ask. */
export const SheetPlaces = graphql(`
  query SheetPlaces($clinic: ID!, $day: Date!, $days: Int!, $with: [ID!]) {
    agenda(clinicId: $clinic, firstDay: $day, dayCount: $days, practitionerIds: $with, resourceIds: []) {
      practitioner {
        id
      }
      entries {
        kind
        startsAt
        endsAt
        location {
          id
          name
        }
      }
    }
  }
`);

export const BookingTold = graphql(`
  subscription BookingTold($clinic: ID!, $after: String) {
    bookingChanged(clinicId: $clinic, after: $after) {
      cursor
      bookingId
    }
  }
`);

export const BookingDetail = graphql(`
  query BookingDetail($id: ID!) {
    node(id: $id) {
      ... on Booking {
        id
        reference
        startsAt
        endsAt
        timeZone
        status
        version
        isForAnybody
        wantsReminders
        calendarState
        createdAt
        createdBy
        cancelledAt
        cancelledBy
        cancelReason
        overbookReason
        displacedAt
        upheldAt
        reminderHeldAt
        remindedAt
        reminderAnsweredAt
        movedBy
        acknowledgedAt
        checkedInAt
        concludedAt
        concludedBy
        icalendar
        viewerCanReschedule
        viewerCanCancel
        viewerCanReadNotes
        series {
          id
          ordinal
          length
        }
        requestedMove {
          startsAt
          endsAt
          answerBy
          requestedBy
          practitioner {
            id
            fullName
          }
        }
        patient {
          id
          name
          phone
          birthDate
          language
        }
        arrangedBy {
          id
          name
          phone
        }
        service {
          id
          title
          durationMinutes
        }
        practitioner {
          id
          fullName
        }
        location {
          id
          name
          address
        }
        overlapsWith {
          id
          startsAt
          service {
            id
            title
          }
          practitioner {
            id
            fullName
          }
        }
      }
    }
  }
`);

/** Apart from the rest: a role may see a booking and not where it was talked of, and each refusal is an error. */
export const BookingConversation = graphql(`
  query BookingConversation($id: ID!) {
    node(id: $id) {
      ... on Booking {
        id
        conversation {
          id
        }
      }
    }
  }
`);

export const BookingNotes = graphql(`
  query BookingNotes($id: ID!) {
    node(id: $id) {
      ... on Booking {
        id
        notes
      }
    }
  }
`);

export const SeriesBookings = graphql(`
  query SeriesBookings($clinic: ID!, $series: ID!) {
    bookingSeries(clinicId: $clinic, seriesId: $series) {
      id
      version
      status
      startsAt
      calendarState
      series {
        id
        ordinal
        length
      }
    }
  }
`);

export const BookingConfirmed = graphql(`
  mutation BookingConfirmed($id: ID!, $version: Int!) {
    bookingConfirm(bookingId: $id, version: $version) {
      alternatives {
        ...Offer
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Offer = graphql(`
  fragment Offer on Slot {
    startsAt
    endsAt
    isOnRequest
    practitioner {
      id
      fullName
    }
    location {
      id
      name
    }
  }
`);

export const BookingDeclined = graphql(`
  mutation BookingDeclined($id: ID!, $version: Int!) {
    bookingDecline(bookingId: $id, version: $version) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const CheckedIn = graphql(`
  mutation CheckedIn($id: ID!, $version: Int!) {
    bookingCheckIn(bookingId: $id, version: $version) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Completed = graphql(`
  mutation Completed($id: ID!, $version: Int!) {
    bookingComplete(bookingId: $id, version: $version) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const NotCome = graphql(`
  mutation NotCome($id: ID!, $version: Int!) {
    bookingNoShow(bookingId: $id, version: $version) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Undone = graphql(`
  mutation Undone($id: ID!, $version: Int!) {
    bookingAttendanceUndo(bookingId: $id, version: $version) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Upheld = graphql(`
  mutation Upheld($id: ID!, $version: Int!) {
    bookingUphold(bookingId: $id, version: $version) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Cancelled = graphql(`
  mutation Cancelled($input: BookingCancelInput!, $key: String!) {
    bookingCancel(input: $input) @idempotent(key: $key) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const SeriesCancelled = graphql(`
  mutation SeriesCancelled($input: BookingSeriesCancelInput!, $key: String!) {
    bookingSeriesCancel(input: $input) @idempotent(key: $key) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Moved = graphql(`
  mutation Moved($input: BookingRescheduleInput!, $key: String!) {
    bookingReschedule(input: $input) @idempotent(key: $key) {
      reasons
      alternatives {
        ...Offer
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const SeriesMoved = graphql(`
  mutation SeriesMoved($input: BookingSeriesRescheduleInput!, $key: String!) {
    bookingSeriesReschedule(input: $input) @idempotent(key: $key) {
      refusals {
        ordinal
        startsAt
        code
        reasons
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
