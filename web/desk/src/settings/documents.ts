import { graphql } from "../gql/gql.js";

export const Arranged = graphql(`
  query Arranged($clinic: ID!) {
    arrangements(clinicId: $clinic) {
      hours {
        practitioner {
          id
          fullName
        }
        location {
          id
          name
        }
        windows {
          weekday
          startMinute
          endMinute
          validFrom
          validUntil
        }
      }
      days {
        day
        resourceId
        practitioner {
          id
          fullName
        }
        windows {
          startMinute
          endMinute
        }
      }
      rooms {
        resourceId
        name
      }
    }
  }
`);

export const HoursSet = graphql(`
  mutation HoursSet($input: WorkingHoursSetInput!) {
    workingHoursSet(input: $input) {
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

export const DaysSet = graphql(`
  mutation DaysSet($input: WorkingDaysSetInput!) {
    workingDaysSet(input: $input) {
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

export const Services = graphql(`
  query Services($clinic: ID!) {
    clinic(id: $clinic) {
      id
      services(first: 100) {
        nodes {
          id
          title
          shortTitle
          durationMinutes
          otherDurations
          bufferBeforeMinutes
          bufferAfterMinutes
          stepMinutes
          priceMinorUnits
          currency
          isActive
          isOnRequest
          seats
          bookingsPerDay
          bookingsPerWeek
          practitioners {
            id
          }
        }
      }
    }
    arrangements(clinicId: $clinic) {
      rooms {
        kind
      }
      needs {
        resourceKind
        service {
          id
        }
      }
    }
  }
`);

export const ServiceSave = graphql(`
  mutation ServiceSave($input: ServiceSaveInput!) {
    serviceSave(input: $input) {
      service {
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

export const Calendars = graphql(`
  query Calendars($clinic: ID!) {
    calendars(clinicId: $clinic, first: 50) {
      nodes {
        id
        title
        accountId
        state
        isFresh
        fetchedAt
        viewerCanDisconnect
        practitioner {
          id
        }
        feeds {
          calendarId
          title
          isWritable
          isWritten
          isBlocking
          lastError
        }
      }
    }
  }
`);

export const CalendarChoose = graphql(`
  mutation CalendarChoose($calendar: ID!, $written: String!, $blocking: [String!]!) {
    calendarChoose(calendarId: $calendar, written: $written, blocking: $blocking) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const CalendarDisconnect = graphql(`
  mutation CalendarDisconnect($calendar: ID!) {
    calendarDisconnect(calendarId: $calendar) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const People = graphql(`
  query People($clinic: ID!) {
    members(clinicId: $clinic, first: 100) {
      nodes {
        id
        role
        state
        user {
          id
          fullName
        }
        customRole {
          id
          name
        }
        practitioner {
          id
          fullName
        }
      }
    }
    invitations(clinicId: $clinic, where: { state: OPEN }, first: 50) {
      nodes {
        id
        email
        role
        expiresAt
      }
    }
  }
`);

export const InvitationCreate = graphql(`
  mutation InvitationCreate($input: InvitationCreateInput!) {
    invitationCreate(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const InvitationResend = graphql(`
  mutation InvitationResend($id: ID!) {
    invitationResend(invitationId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const InvitationRevoke = graphql(`
  mutation InvitationRevoke($id: ID!) {
    invitationRevoke(invitationId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const MemberRoleChange = graphql(`
  mutation MemberRoleChange($input: MemberRoleChangeInput!) {
    memberRoleChange(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const MemberSuspend = graphql(`
  mutation MemberSuspend($id: ID!) {
    memberSuspend(memberId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const MemberReinstate = graphql(`
  mutation MemberReinstate($id: ID!) {
    memberReinstate(memberId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const MemberRemove = graphql(`
  mutation MemberRemove($id: ID!) {
    memberRemove(memberId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);
