/** What the event that started a review says: a comment on an issue, or a form. Its text comes from here and nowhere else. */

import {z} from 'zod'
import {isSameText} from '../audit/compare-text.ts'
import {Failure} from '../wire/failure.ts'

export interface CommentEvent {
  kind: 'comment'
  /** `created`, `edited` or `deleted`. */
  action: string
  issue: number
  comment: number
  by: string
  at: string
  body: string
}

export interface FormEvent {
  kind: 'form'
  by: string
  at: string
  /** A month, as `2026-10`. */
  period: string
  body: string
}

/** What is not for us, with the reason. */
export interface OtherEvent {
  kind: 'other'
  why: string
}

const account = z.object({login: z.string().min(1), type: z.string().optional()})

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment */
const commentPayload = z.object({
  action: z.enum(['created', 'edited', 'deleted']),
  issue: z.object({number: z.int(), pull_request: z.unknown().optional()}),
  comment: z.object({
    id: z.int(),
    body: z.string(),
    created_at: z.string(),
    user: account.nullable(),
    performed_via_github_app: z.unknown().optional(),
  }),
  sender: account,
  repository: z.object({full_name: z.string(), fork: z.boolean().optional()}),
})

const formPayload = z.object({
  inputs: z.object({period: z.string(), review: z.string()}),
  sender: account,
  repository: z.object({full_name: z.string()}),
})

/**
 * @param payload the parsed event file.
 * @param now milliseconds: a form has no time of its own.
 * @throws Failure for an event that no review comes from.
 */
export function reviewEvent(
  payload: unknown,
  {event, repository, now}: {event: string | undefined; repository: string | undefined; now: number},
): CommentEvent | FormEvent | OtherEvent {
  if (event === 'issue_comment') return commentEvent(payload, repository)
  if (event === 'workflow_dispatch') return formEvent(payload, {repository, now})
  throw new Failure({
    code: 'REVIEW_EVENT',
    message: `A review comes from a comment or from a form, and this run was started by ${event ?? 'no event'}.`,
    remedy:
      'Run mode: review from a workflow with `on: issue_comment` or `on: workflow_dispatch`: docs/review.md has both.',
  })
}

function commentEvent(payload: unknown, repository: string | undefined): CommentEvent | OtherEvent {
  const {data} = commentPayload.safeParse(payload)
  if (data === undefined) throw unreadable('a comment on an issue')
  const {action, issue, comment, sender} = data
  if (!isSameText(data.repository.full_name, repository)) return other('the comment is of another repository')
  if (issue.pull_request !== undefined && issue.pull_request !== null) return other('the comment is on a pull request')
  const {user} = comment
  if (user === null) return other('the account that wrote the comment was deleted')
  // An app's own answers must not start it again.
  const isBot = [user, sender].some(({login, type}) => type === 'Bot' || login.endsWith('[bot]'))
  if (isBot || (comment.performed_via_github_app ?? null) !== null) return other('the comment was written by an app')
  if (action === 'created' && sender.login !== user.login) return other('its sender did not write the comment')
  const {id, body, created_at: at} = comment
  return {kind: 'comment', action, issue: issue.number, comment: id, by: user.login, at: instant(at), body}
}

function formEvent(
  payload: unknown,
  {repository, now}: {repository: string | undefined; now: number},
): FormEvent | OtherEvent {
  const {data} = formPayload.safeParse(payload)
  if (data === undefined) throw unreadable('a form with the inputs period and review')
  if (!isSameText(data.repository.full_name, repository)) return other('the form is of another repository')
  const {sender, inputs} = data
  if (sender.type === 'Bot' || sender.login.endsWith('[bot]')) return other('an app sent the form')
  // A form has one line: commands are separated by bars there.
  const body = inputs.review.replace(/\s*\|\s*(?=\/)/g, '\n')
  const at = new Date(now).toISOString()
  return {kind: 'form', by: sender.login, at, period: inputs.period.trim(), body}
}

function other(why: string): OtherEvent {
  return {kind: 'other', why}
}

/** GitHub writes seconds. */
function instant(text: string): string {
  return Number.isNaN(Date.parse(text)) ? new Date(0).toISOString() : new Date(text).toISOString()
}

function unreadable(what: string): Failure {
  return new Failure({
    code: 'REVIEW_EVENT_UNREADABLE',
    message: `The event that started this run is not ${what}.`,
    remedy:
      'Take the workflow from docs/review.md as it is; GITHUB_EVENT_PATH has to be the file that the runner wrote.',
  })
}
