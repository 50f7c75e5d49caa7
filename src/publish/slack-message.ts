/** A message for an incoming webhook of Slack, in blocks of plain text. */
import {pluralise} from '../audit/numbers.ts'
import {fitted, type Notification, type NotificationItem} from '../report/notification.ts'
import {namedTenant} from '../report/publication.ts'

/** https://docs.slack.dev/reference/block-kit/blocks: of a message, of a header, of a section. */
const mostBlocks = 50
const longestHeader = 150
const longestSection = 3000
/** Characters of all blocks. Slack documents no number, and refuses from some 13,000 on (slackapi/bolt-js #2509). */
const mostCharacters = 12_000

/** As JSON, with as many incidents as a message may hold. */
export function slackMessage(notification: Notification): string {
  const {text} = fitted(
    notification,
    messageOf,
    ({blocks, text}) => blocks <= mostBlocks && text.length <= mostCharacters,
  )
  return text
}

function messageOf(notification: Notification): {blocks: number; text: string} {
  const {title, lines, items, links} = notification
  const blocks = [
    {type: 'header', text: plainText(title, longestHeader)},
    ...[factsOf(notification)].filter(text => text !== '').map(section),
    ...lines.filter(line => line !== '').map(section),
    ...(items.length > 0 ? [{type: 'divider'}] : []),
    ...items.map(item => section(itemText(item))),
    ...(links.length > 0 ? [{type: 'section', text: {type: 'mrkdwn', text: links.map(linkText).join(' · ')}}] : []),
  ]
  const text = JSON.stringify({text: escaped(title), unfurl_links: false, unfurl_media: false, blocks})
  return {blocks: blocks.length, text}
}

function factsOf(notification: Notification): string {
  const {tenant, period, records} = notification
  return [
    ...(period ? [`${period.start} to ${period.end}`] : []),
    ...(tenant === '' ? [] : [`tenant ${namedTenant(notification)}`]),
    ...(records === undefined ? [] : [pluralise(records, 'record')]),
  ].join(' · ')
}

function itemText(item: NotificationItem): string {
  const {title, detail} = item
  const severity = item.kind === 'incident' ? `${item.severity.toUpperCase()}: ` : ''
  return `${severity}${title}${detail === '' ? '' : `\n${detail}`}`
}

function section(text: string) {
  return {type: 'section', text: plainText(text, longestSection)}
}

/** Nothing in it becomes a mention or a link. */
function plainText(text: string, longest: number) {
  const short = text.length > longest ? `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…` : text
  return {type: 'plain_text', text: short, emoji: false}
}

/** Not a button, which asks for an app that answers clicks. */
function linkText({name, url}: {name: string; url: string}): string {
  return `<${escaped(url).replaceAll('|', '%7C')}|${escaped(name)}>`
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
