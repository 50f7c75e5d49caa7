/** A message for a Workflows webhook of Microsoft Teams: an adaptive card in the envelope that the flow expects. */
import {thousands} from '../audit/numbers.ts'
import {fitted, type Notification, type NotificationItem} from '../report/notification.ts'
import {namedTenant} from '../report/publication.ts'

/** Text runs, which hold no Markdown: a name in a record can't become a link or a mention. */
interface TextRun {
  type: 'TextRun'
  text: string
  weight?: 'Bolder'
  size?: 'Large' | 'Small'
  color?: 'Attention' | 'Warning' | 'Good' | 'Accent'
  isSubtle?: true
}

/** Bytes. 28 KB are documented for all of a message, of which Teams' own parts take some: senders saw 413 from 21 KB on (gem msteams_hermes). */
const mostBytes = 20_000

/** As JSON, with as many incidents as a message may hold. */
export function teamsMessage(notification: Notification): string {
  return fitted(
    notification,
    one => JSON.stringify(envelope(one)),
    text => Buffer.byteLength(text) <= mostBytes,
  )
}

function envelope(notification: Notification) {
  const contentType = 'application/vnd.microsoft.card.adaptive'
  return {type: 'message', attachments: [{contentType, contentUrl: null, content: card(notification)}]}
}

/** Version 1.4 is what Teams shows on every platform: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
function card(notification: Notification) {
  const {title, tone, lines, items, links} = notification
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    fallbackText: title,
    body: [
      textBlock([{type: 'TextRun', text: title, weight: 'Bolder', size: 'Large', color: colors[tone]}]),
      ...factSet(notification),
      ...lines.map(text => textBlock([{type: 'TextRun', text}])),
      ...items.map(itemContainer),
    ],
    ...(links.length > 0 ? {actions: links.map(({name, url}) => ({type: 'Action.OpenUrl', title: name, url}))} : {}),
  }
}

const colors = {bad: 'Attention', warning: 'Warning', good: 'Good'} as const

function factSet(notification: Notification) {
  const {tenant, period, records} = notification
  const facts = [
    ...(period ? [{title: 'Period', value: `${period.start} to ${period.end}`}] : []),
    ...(tenant === '' ? [] : [{title: 'Tenant', value: namedTenant(notification)}]),
    ...(records === undefined ? [] : [{title: 'Records', value: thousands(records)}]),
  ]
  return facts.length > 0 ? [{type: 'FactSet', facts}] : []
}

function itemContainer(item: NotificationItem) {
  const severity: TextRun[] =
    item.kind === 'incident'
      ? [{type: 'TextRun', text: `${item.severity}: `, weight: 'Bolder', color: severityColors[item.severity]}]
      : []
  return {
    type: 'Container',
    separator: true,
    items: [
      textBlock([...severity, {type: 'TextRun', text: item.title, weight: 'Bolder'}]),
      ...(item.detail === '' ? [] : [textBlock([{type: 'TextRun', text: item.detail, isSubtle: true, size: 'Small'}])]),
    ],
  }
}

const severityColors = {high: 'Attention', medium: 'Warning', low: 'Accent', info: 'Accent'} as const

function textBlock(inlines: readonly TextRun[]) {
  return {type: 'RichTextBlock', inlines}
}
