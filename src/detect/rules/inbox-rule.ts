/** Reading inbox rules, whether a cmdlet or Outlook made them: what they look for, and what they do with it. */

import {foldUser} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import type {AuditEvent} from '../event.ts'
import {nested, textOf} from '../field-values.ts'

export interface InboxRule {
  mailbox: string
  /** '' where the record has only a number for it. */
  name: string
  /** Addresses that mail is sent on to, folded. */
  targets: string[]
  deletes: boolean
  /** Where mail is moved or copied to; '' for nowhere. */
  folder: string
  marksRead: boolean
  /** A new rule that looks for nothing in particular takes everything. */
  broad: boolean
  /** All words that it looks for, as one text. */
  words: string
}

/** New-, Set- and Enable-InboxRule. */
export function ruleOfCmdlet(event: AuditEvent): InboxRule {
  const {parameters} = event
  const words = wordLists.map(name => parameters.get(name)).filter(Boolean)
  const telling = words.filter(text => text.trim().length > 1)
  const others = parameters.names().filter(name => {
    if (!conditions.test(name) || wordLists.includes(name) || allOwnMail.test(name)) return false
    const value = parameters.get(name).trim()
    return value !== '' && !/^(false|\$false|0|1|1 b.*)$/i.test(value)
  })
  return {
    mailbox: mailboxOf(event),
    name: nameOf(parameters.get('Name') || lastPart(event.object)),
    targets: addressesIn(sendingOn.map(name => parameters.get(name)).join(';')),
    deletes: parameters.isTrue('DeleteMessage') || parameters.isTrue('SoftDeleteMessage'),
    folder: parameters.get('MoveToFolder') || parameters.get('CopyToFolder'),
    marksRead: parameters.isTrue('MarkAsRead'),
    broad: event.act === 'new-inboxrule' && telling.length === 0 && others.length === 0,
    words: words.join('; '),
  }
}

/** UpdateInboxRules: what Outlook wrote through MAPI; the actions are JSON in a string. */
export function ruleOfOutlook(event: AuditEvent): InboxRule {
  const {properties} = event
  const actions = properties.get('RuleActions')
  const more = properties.names().filter(name => /^(forward|redirect).{0,40}action$/i.test(name))
  const types: string[] = []
  let folder = ''
  const walk = (value: unknown, depth: number) => {
    if (depth > 5) return
    if (Array.isArray(value)) for (const one of value.slice(0, 100)) walk(one, depth + 1)
    if (!isObject(value)) return
    for (const [name, one] of Object.entries(value).slice(0, 100)) {
      if (/^(action)?type$/i.test(name)) types.push(textOf(one).toLowerCase())
      else if (/folder/i.test(name) && typeof one === 'string') folder ||= one
      walk(one, depth + 1)
    }
  }
  walk(nested(actions), 0)
  const said = types.length > 0 ? types.join(' ') : actions.slice(0, 4_000).toLowerCase()
  const sends = more.length > 0 || /forward|redirect|delegate/.test(said)
  const condition = properties.get('RuleCondition').slice(0, 8_000)
  return {
    mailbox: foldUser(event.text('MailboxOwnerUPN')) || event.user,
    name: nameOf(properties.get('RuleName')),
    targets: sends ? addressesIn([actions, ...more.map(name => properties.get(name))].join(';')) : [],
    deletes: /delete/.test(said),
    folder,
    marksRead: /markasread/.test(said),
    broad: properties.get('RuleOperation').toLowerCase().startsWith('add') && /^\W*$/.test(condition),
    words: condition,
  }
}

const wordLists = [
  ...['SubjectContainsWords', 'BodyContainsWords', 'SubjectOrBodyContainsWords', 'FromAddressContainsWords'],
  ...['RecipientAddressContainsWords', 'HeaderContainsWords'],
]
const conditions =
  /^(from|from(addresscontainswords|subscription)|sentto|.{1,30}containswords|has(attachment|classification)|myname.{1,20}|flaggedforaction|messagetypematches|received(after|before)date|sentonlytome|with(importance|sensitivity)|withinsizerange(minimum|maximum))$/i
/** True of nearly every message that a mailbox gets. */
const allOwnMail = /^(myname(into(orcc)?box)|sentonlytome)$/i
const sendingOn = ['ForwardTo', 'ForwardAsAttachmentTo', 'RedirectTo', 'RedirectToRecipients']

function mailboxOf(event: AuditEvent): string {
  const named = foldUser(event.parameters.get('Mailbox'))
  return named.includes('@') ? named : event.user
}

/** `…\user\rule`, `user\rule`. */
function lastPart(object: string): string {
  return object.slice(object.lastIndexOf('\\') + 1)
}

/** Outlook names rules by long numbers where no user does. */
function nameOf(text: string): string {
  return /^-?\d{6,}$/.test(text.trim()) ? '' : text.slice(0, 300)
}

/** Addresses in whatever a parameter holds: `smtp:a@b.c;"Name" [SMTP:d@e.f]`. */
export function addressesIn(text: string): string[] {
  const found = text.slice(0, 8_000).match(/[^\s"'<>()[\]{},;:=|\\/@]{1,64}@[\p{L}\d.-]{1,200}/gu) ?? []
  return [...new Set(found.map(address => address.toLowerCase().replace(/[.-]+$/, '')))].slice(0, 20)
}

type Hiding = 'odd' | 'gone' | 'archive'

/** Default folders that users do not look into, in the languages of most mailboxes. */
const odd = new Set([
  ...['conversation history', 'unterhaltungsverlauf', 'aufgezeichnete unterhaltungen', 'historique des conversations'],
  ...['historial de conversaciones', 'cronologia conversazioni', 'gespreksgeschiedenis', 'histórico de conversas'],
  ...['histórico de conversa', 'historia konwersacji', 'historie konverzací', 'konversationshistorik'],
  ...['samtalehistorik', 'samtalelogg', 'журнал бесед', '会話の履歴', '对话历史记录'],
  ...['sync issues', 'synchronisierungsprobleme', 'problèmes de synchronisation', 'problemas de sincronización'],
  ...['problemi di sincronizzazione', 'synchronisatieproblemen', 'journal', 'outbox', 'postausgang', "boîte d'envoi"],
  ...['calendar', 'kalender', 'calendrier', 'calendario', 'agenda', 'calendário', 'kalendarz', 'kalendář', 'naptár'],
  ...['kalenteri', 'календарь', '予定表', '日历', 'notes', 'notizen', 'notas', 'notities', 'notatki', 'poznámky'],
  ...['anteckningar', 'noter', 'notater', 'заметки', 'メモ', '便笺', 'contacts', 'kontakte', 'tasks', 'aufgaben'],
])
const gone = new Set([
  ...['deleted items', 'gelöschte elemente', 'éléments supprimés', 'elementos eliminados', 'posta eliminata'],
  ...['verwijderde items', 'itens excluídos', 'itens eliminados', 'elementy usunięte', 'odstraněná pošta', 'borttaget'],
  ...['slettet post', 'slettede elementer', 'poistetut', 'törölt elemek', 'удаленные', 'удалённые', '削除済みアイテム'],
  ...['已删除邮件', 'trash', 'papierkorb', 'corbeille', 'papelera', 'cestino', 'prullenbak'],
  ...['junk', 'junk email', 'junk e-mail', 'junk-e-mail', 'spam', 'courrier indésirable', 'correo no deseado'],
  ...['posta indesiderata', 'ongewenste e-mail', 'lixo eletrônico', 'lixo electrónico', 'wiadomości-śmieci'],
  ...['nevyžádaná pošta', 'skräppost', 'uønsket mail', 'uønsket e-mail', 'søppelpost', 'roskaposti', 'levélszemét'],
  ...['нежелательная почта', '迷惑メール', '垃圾邮件'],
])
const archive = new Set([
  ...['archive', 'archives', 'archiv', 'archivo', 'archivio', 'archief', 'arquivo', 'arquivo morto', 'archiwum'],
  ...['arkiv', 'arkisto', 'archívum', 'архив', 'アーカイブ', '存档'],
])

/** Whether a folder hides what is put there. */
export function hidingOf(folder: string): Hiding | undefined {
  const name = (
    folder
      .slice(-200)
      .split(/[\\/:]/)
      .at(-1) ?? ''
  )
    .normalize('NFC')
    .trim()
    .toLowerCase()
  if (odd.has(name) || /(^|[^\p{L}])rss([^\p{L}]|$)/u.test(name)) return 'odd'
  if (gone.has(name)) return 'gone'
  return archive.has(name) ? 'archive' : undefined
}

const security =
  /(^|[^\p{L}])(phish|hack|fraud|scam|spoof|malware|virus|suspicious|compromis|password|passwort|kennwort|mot de passe|contraseña|wachtwoord|hasło|mfa|2fa|help ?desk|verification code|security alert|unusual sign-?in|undeliver|mailer-daemon|betrug|piraté|estafa)/iu
const finance =
  /(^|[^\p{L}])(invoice|payment|payroll|wire|bank|iban|swift|remittance|salary|direct deposit|docusign|rechnung|zahlung|überweisung|gehalt|lohn|facture|paiement|virement|salaire|factura|pago|transferencia|nómina|fattura|pagamento|bonifico|stipendio|factuur|betaling|loonstrook|faktura|płatność|przelew)/iu

/** Whose mail a rule looks for: that of those who would warn, or of those who pay. */
export function ruleSubject(words: string): 'security' | 'finance' | undefined {
  const short = words.slice(0, 8_000)
  if (security.test(short)) return 'security'
  return finance.test(short) ? 'finance' : undefined
}

/** Names that users do not give to find a rule again: signs alone, or one sign over and over. */
export function oddName(name: string): 'signs' | 'short' | undefined {
  const bare = name.replace(/[\p{Cc}\p{Zs}]+/gu, '')
  if (name !== '' && !/[\p{L}\d]/u.test(bare)) return 'signs'
  if (bare.length > 0 && (bare.length <= 2 || /^(.)\1+$/u.test(bare))) return 'short'
  return undefined
}
