import { graphql } from "../gql/gql.js";

export const Premised = graphql(`
  query Premised($clinic: ID!) {
    clinic(id: $clinic) {
      id
      timeZone
      locations(first: 100) {
        nodes {
          id
          name
          address
          timeZone
          isActive
        }
      }
      practitioners(first: 100) {
        nodes {
          id
          fullName
          shortName
          isActive
        }
      }
    }
    arrangements(clinicId: $clinic) {
      travelMinutes
      rooms {
        resourceId
        name
        kind
        isActive
        hours {
          weekday
          startMinute
          endMinute
          validFrom
          validUntil
        }
        location {
          id
          name
        }
      }
      limits {
        perDay
        perWeek
        practitioner {
          id
        }
      }
      holidays {
        country
        subdivision
        thisYear {
          day
          names
          isWorked
        }
        location {
          id
        }
      }
    }
  }
`);

export const LocationSave = graphql(`
  mutation LocationSave($input: LocationSaveInput!) {
    locationSave(input: $input) {
      affectedBookings {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const PractitionerSave = graphql(`
  mutation PractitionerSave($input: PractitionerSaveInput!) {
    practitionerSave(input: $input) {
      practitioner {
        id
      }
      affectedBookings {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const LimitsSet = graphql(`
  mutation LimitsSet($input: BookingLimitsSetInput!) {
    bookingLimitsSet(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const RoomSave = graphql(`
  mutation RoomSave($input: ResourceSaveInput!) {
    resourceSave(input: $input) {
      affectedBookings {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const RoomHoursSet = graphql(`
  mutation RoomHoursSet($input: ResourceHoursSetInput!) {
    resourceHoursSet(input: $input) {
      affectedBookings {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const HolidaysKeep = graphql(`
  mutation HolidaysKeep($input: HolidaysSetInput!) {
    holidaysSet(input: $input) {
      affectedBookings {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const TravelSet = graphql(`
  mutation TravelSet($input: TravelTimeSetInput!) {
    travelTimeSet(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);
