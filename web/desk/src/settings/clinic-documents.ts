import { graphql } from "../gql/gql.js";

export const ClinicWhole = graphql(`
  query ClinicWhole($clinic: ID!) {
    clinic(id: $clinic) {
      id
      name
      timeZone
      locale
      phone
      emergencyNumber
      openingText
      openingTexts {
        language
        text
      }
      privacyUrl
      noticeMinutes
      horizonDays
      cutoffMinutes
      holdMinutes
      calendarFreshnessMinutes
      sendsReminders
      reminderHours
      lastReminderHours
      remindersNameServices
      followsUpNoShows
      completesBookings
      booksForOthers
      asksBirthDate
      nudgeMinutes
      waitlistMinutes
    }
  }
`);

export const ClinicSave = graphql(`
  mutation ClinicSave($input: ClinicUpdateInput!) {
    clinicUpdate(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const RulesSave = graphql(`
  mutation RulesSave($input: ClinicAppointmentsUpdateInput!) {
    clinicAppointmentsUpdate(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);
