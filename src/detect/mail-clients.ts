/** Clients that read mailboxes: Microsoft's own, and those that copy whole mailboxes. */
import type {AuditEvent} from './event.ts'

/** Outlook in its forms, Office, Teams, and the services that read mail for their owners. */
const own = new Set([
  ...['5d661950-3475-41cd-a2c3-d671a3162bc1', '27922004-5251-4030-b22d-91ecd9a37ea4'],
  ...['9199bf20-a13f-4107-85dc-02114787ef48', 'd3590ed6-52b3-4102-aeff-aad2292ab01c'],
  ...['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'],
  ...['13937bba-652e-4c46-b222-3003f4d1ff97', '4765445b-32c6-49b0-83e6-1d93765276ca'],
  ...['fb78d390-0c51-40cd-8e17-fdbfab77341b', '57336123-6e14-4acc-8dcf-287b6088aa28'],
  ...['ab9b8c07-8f02-4f72-87fa-80105867a763', 'bc59ab01-8403-45c6-8796-ac3ef710b3e3'],
  ...['82d8ab62-be52-a567-14ea-1616c4ee06c4', '6326e366-9d6d-4c70-b22a-34c7ea72d73d'],
])
/** Graph, Exchange and other resources of Microsoft's. */
const resource = /^0000000[\da-f]-0000-0(000|ff1)-c[e0]00-000000000000$/

/** Search and the like: about two thirds of all records of reading. */
export function isSubstrate(event: AuditEvent): boolean {
  return event.text('ClientInfoString').startsWith('Client=REST;Client=RESTSystem')
}

/** Id of an application that is not Microsoft's own mail client; '' for those. */
export function foreignClient(event: AuditEvent): string {
  for (const id of [event.text('ClientAppId'), event.in('AppAccessContext', 'ClientAppId'), event.text('AppId')]) {
    const folded = id.toLowerCase()
    if (folded !== '') return own.has(folded) || resource.test(folded) ? '' : folded
  }
  return ''
}

type Copier = 'script' | 'protocol'

/** Programs that take whole mailboxes: scripts and downloaders, or the old protocols. */
export function copierOf(client: string): Copier | undefined {
  const short = client.slice(0, 300).toLowerCase()
  if (/em ?client|python|powershell|curl|go-http|java\/|ruby|rclone|perfectdata|exchangelib/.test(short))
    return 'script'
  return /imap|pop3/.test(short) ? 'protocol' : undefined
}

/** The owner of the mailbox that a record is of, folded; the actor where it does not say. */
export function mailboxOwnerOf(event: AuditEvent): string {
  return event.text('MailboxOwnerUPN').slice(0, 300).trim().toLowerCase() || event.user
}
