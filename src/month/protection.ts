/** What the inputs ask for to protect people: age for what is written, pseudonyms for what is read. */

import type {Filters} from '../audit/filters.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {pluralise} from '../audit/numbers.ts'
import type {Shard} from '../audit/shard.ts'
import {partIdentities, type WholeExport} from '../evidence/part-identity.ts'
import {type Encrypt, encryptTo, recipientOf} from '../files/age.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {Pseudonyms} from '../privacy/pseudonyms.ts'
import {redactPeople} from '../privacy/redaction.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Row} from '../sources/source.ts'
import {type BlockCipher, newBlockCipher} from '../spool/block-cipher.ts'
import type {Spool} from '../spool/spool.ts'
import {keyedHash} from './keyed-hash.ts'

export interface Protection {
  encrypt?: Encrypt
  /** For rows that wait on disk; its key is nowhere but in memory. */
  seal?: BlockCipher
  pseudonyms?: Pseudonyms
}

/** @throws Failure when a recipient is not usable, before anything is read. */
export async function protectionOf(settings: Pick<MonthSettings, 'encryptTo' | 'pseudonymKey'>): Promise<Protection> {
  const {encryptTo: recipients, pseudonymKey} = settings
  return {
    ...(recipients.length > 0 ? {encrypt: await encryptTo(recipients), seal: newBlockCipher()} : {}),
    ...(pseudonymKey === undefined ? {} : {pseudonyms: new Pseudonyms(keyedHash(Buffer.from(pseudonymKey)))}),
  }
}

/** Of a part: it is encrypted to a key made of `state-key` as well, with which the merge decrypts it. */
export async function protectionOfPart(
  protection: Protection,
  {encryptTo: recipients, stateKey}: Pick<MonthSettings, 'encryptTo' | 'stateKey'>,
  {whole, shard}: {whole: WholeExport; shard: Shard},
): Promise<Protection> {
  if (!protection.encrypt || stateKey === undefined) return protection
  const identityOf = await partIdentities(stateKey, whole)
  return {...protection, encrypt: await encryptTo([...recipients, await recipientOf(identityOf(shard))])}
}

/** Whether what is written may lie where everyone can read it; with pseudonyms alone, times and habits still tell who a user is. */
export function mayBePublic({encrypt}: Pick<Protection, 'encrypt'>): boolean {
  return encrypt !== undefined
}

/** Whether what an interrupted run leaves can't be opened by anyone, so not by a later run either. */
export function lacksStateKey({encryptTo, stateKey}: Pick<MonthSettings, 'encryptTo' | 'stateKey'>): boolean {
  return encryptTo.length > 0 && stateKey === undefined
}

/** The filters as they may be written down, and be compared with those of another export. */
export function filtersOf(filters: Filters, {pseudonyms}: Protection): Filters {
  return pseudonyms ? pseudonyms.filters(filters) : filters
}

/** A spool that holds pseudonyms only; the checks of a reading see the originals before. */
export function pseudonymous(
  spool: Pick<Spool, 'write' | 'accept' | 'take'>,
  {pseudonyms}: Protection,
): Pick<Spool, 'write' | 'accept' | 'take'> {
  if (!pseudonyms) return spool
  return {
    write: async (rows, reading) => {
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        const some = rows.slice(at, at + rowsAtOnce)
        await spool.write(
          some.map(row => pseudonymousRow(row, pseudonyms)),
          reading,
        )
      }
    },
    accept: (reading, window) => spool.accept(reading, window),
    take: at => spool.take(at),
  }
}

/** Rows of an answer whose pseudonyms are in memory next to the originals. */
const rowsAtOnce = 500

function pseudonymousRow(row: Row, pseudonyms: Pseudonyms): Row {
  return {
    ...row,
    record: recordOf(row, pseudonyms),
    workload: pseudonyms.vocabulary(row.workload),
    recordTypeNumber: pseudonyms.vocabulary(row.recordTypeNumber),
  }
}

/** In a text that can't be read, it is unknown who is named: it is withheld. */
function recordOf({record, malformed}: Row, pseudonyms: Pseudonyms): Row['record'] {
  if (!malformed) return pseudonyms.record(record, {isParsed: true})
  const AuditData = `Withheld: a malformed text of ${pluralise(record.AuditData.length, 'character')}`
  return {...pseudonyms.record({...record, AuditData: '{}'}), AuditData}
}

/** A service that warns or refuses may name people. */
export function pseudonymousEntries(entries: readonly LedgerEntry[], {pseudonyms}: Protection): LedgerEntry[] {
  return entries.map(entry => (pseudonyms ? reworded(entry, text => pseudonyms.text(text)) : entry))
}

/** The manifest as it may stay readable next to encrypted files. */
export function openManifest(manifest: Manifest, asked: Filters): Manifest {
  if (!manifest.encryption || manifest.pseudonyms) return manifest
  const terms = [...asked.users, ...asked.ipAddresses, ...asked.objectIds, ...(asked.freeText ? [asked.freeText] : [])]
  const open = (text: string) => redactPeople(text, terms)
  return {
    ...manifest,
    reasons: manifest.reasons.map(open),
    notes: manifest.notes.map(open),
    windows: manifest.windows.map(window => reworded(window, open)),
  }
}

function reworded<T extends Pick<LedgerEntry, 'evidence'> & {reason?: LedgerEntry['reason'] | undefined}>(
  entry: T,
  word: (text: string) => string,
): T {
  const {evidence, reason} = entry
  return {
    ...entry,
    evidence: {...evidence, warnings: evidence.warnings.map(word)},
    ...(reason ? {reason: {...reason, message: word(reason.message)}} : {}),
  }
}
