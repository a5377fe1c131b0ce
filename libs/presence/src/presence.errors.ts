import { defineProblems } from '#platform';

export const presenceProblems = defineProblems({
  too_many_connections: {
    status: 429,
    title: 'Too many connections',
    detail: 'You have 20 connections already; close one first.',
  },
  too_many_watched: {
    status: 409,
    title: 'Too many watched',
    detail: 'A connection watches at most 500 users; unwatch some first.',
  },
  too_many_messages: {
    status: 429,
    title: 'Too many messages',
    detail: 'More than 20 messages in a second came on this connection, so it was closed.',
  },
});
