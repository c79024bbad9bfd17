import { graphql } from "../gql/gql.js";

export const UnreadCount = graphql(`
  query UnreadCount($clinic: ID!) {
    conversations(clinicId: $clinic, where: { isUnread: true, owner: STAFF }, first: 1) {
      totalCount
    }
  }
`);

export const OpenTaskCount = graphql(`
  query OpenTaskCount($clinic: ID!) {
    tasks(clinicId: $clinic, where: { state: OPEN }, first: 1) {
      totalCount
    }
  }
`);

export const ConversationTold = graphql(`
  subscription ConversationTold($clinic: ID!, $after: String) {
    conversationChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);

export const TaskTold = graphql(`
  subscription TaskTold($clinic: ID!, $after: String) {
    taskChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);

export const ChannelBanners = graphql(`
  query ChannelBanners($clinic: ID!) {
    channels(clinicId: $clinic) {
      nodes {
        id
        title
        banner {
          reason
          advice
          since
        }
      }
    }
  }
`);

export const CalendarBanners = graphql(`
  query CalendarBanners($clinic: ID!) {
    calendars(clinicId: $clinic, first: 50) {
      nodes {
        id
        fetchedAt
        practitioner {
          id
          fullName
        }
        banner {
          reason
          advice
          since
        }
      }
    }
  }
`);

export const ChannelTold = graphql(`
  subscription ChannelTold($clinic: ID!, $after: String) {
    channelChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);

export const CalendarTold = graphql(`
  subscription CalendarTold($clinic: ID!, $after: String) {
    calendarChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);
