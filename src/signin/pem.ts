/** PEM text, read into keys and certificates: any order, any key format that OpenSSL reads, line ends lost or not. */

import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto'
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import {damaged, passwordMissing, passwordWrong, truncated, unsupported} from './certificate-open-errors.ts'
import {derLength, isSignedData, reads} from './content.ts'
import {type Material, noPrivateKey} from './material.ts'
import {exportAnew} from './remedies.ts'

/** The keys and certificates of all blocks; an encrypted key is opened with `password`. */
export function readPem(text: string, password: string, source: string): Material {
  const blocks = parseBlocks(text, source)
  const keys = blocks.filter(({label}) => label.endsWith('PRIVATE KEY')).map(block => readKey(block, password, source))
  const certificates = blocks
    .filter(({label}) => /^(X509 )?CERTIFICATE$/.test(label))
    .map(block => readCertificateBlock(block, source))

  const labels = blocks.map(({label}) => label)
  if (keys.length === 0 && labels.some(label => /^(PKCS7|CMS)$/.test(label))) throw noPrivateKey(source, 1)
  if (keys.length === 0 && certificates.length === 0) throw nothingUsable(source, labels)
  return {keys, certificates}
}

interface Block {
  label: string
  /** The block anew, with proper line ends. */
  pem: string
  encrypted: boolean
}

/** Blocks survive being pasted into one line: the parts are found by their marks, not by line ends. */
function parseBlocks(text: string, source: string): Block[] {
  const blocks: Block[] = []
  let seen = 0
  for (const match of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)) {
    const label = match[1] ?? ''
    const start = match.index + match[0].length
    const end = text.indexOf(`-----END ${label}-----`, start)
    if (end < 0) throw truncated(source, `'-----BEGIN ${label}-----' has no '-----END ${label}-----'`)
    if (match.index < seen) throw truncated(source, `'-----BEGIN ${label}-----' stands inside another block`)
    seen = end
    blocks.push(blockOf(label, text.slice(start, end), source))
  }
  return blocks
}

function blockOf(label: string, inside: string, source: string): Block {
  const header = /^\s*Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-F]+)/i.exec(inside)
  const body = inside.slice(header?.[0].length ?? 0).replace(/\s+/g, '')
  const bytes = Buffer.from(body, 'base64')
  const length = header || bytes[0] !== 0x30 ? undefined : derLength(bytes)
  if (length !== undefined && length > bytes.length) {
    throw truncated(source, `the block '${label}' announces ${pluralise(length, 'byte')} and has ${bytes.length}`)
  }
  const encrypted = header !== null || label === 'ENCRYPTED PRIVATE KEY'
  const known = encrypted ? undefined : labelOf(bytes)
  if (known !== undefined && known !== label) return blockOf(known, inside, source)
  const lines = body.match(/.{1,64}/g) ?? []
  const headers = header ? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${header[1]}`, ''] : []
  return {
    label,
    pem: [`-----BEGIN ${label}-----`, ...headers, ...lines, `-----END ${label}-----`, ''].join('\n'),
    encrypted,
  }
}

/** What the bytes are, by what reads them: `certutil -encode` calls every file a certificate. */
function labelOf(der: Buffer): string | undefined {
  if (reads(() => new X509Certificate(der))) return 'CERTIFICATE'
  if (reads(() => createPrivateKey({key: der, format: 'der', type: 'pkcs8'}))) return 'PRIVATE KEY'
  if (reads(() => createPrivateKey({key: der, format: 'der', type: 'pkcs1'}))) return 'RSA PRIVATE KEY'
  if (reads(() => createPrivateKey({key: der, format: 'der', type: 'sec1'}))) return 'EC PRIVATE KEY'
  return isSignedData(der) ? 'PKCS7' : undefined
}

function readKey({label, pem, encrypted}: Block, password: string, source: string): KeyObject {
  if (label === 'OPENSSH PRIVATE KEY') throw openSsh(source)
  try {
    return createPrivateKey({key: pem, ...(encrypted && {passphrase: password})})
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/UNSUPPORTED/.test(code) && encrypted) throw unsupported(source, 'the encryption of its key is', error)
    if (!encrypted) throw damaged(source, label, error)
    throw password === '' ? passwordMissing(source, error) : passwordWrong(source, error)
  }
}

function readCertificateBlock({label, pem}: Block, source: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw damaged(source, label, error)
  }
}

function openSsh(source: string): Failure {
  return new Failure({
    code: 'CERT_UNSUPPORTED',
    message: `'${source}' holds a key in OpenSSH's own format.`,
    remedy: 'Rewrite the key as PEM, with Enter for no passphrase: ssh-keygen -p -m PEM -f key',
  })
}

function nothingUsable(source: string, labels: string[]): Failure {
  return new Failure({
    code: 'CERT_UNKNOWN_FORMAT',
    message: `'${source}' is PEM, but holds neither a certificate nor a private key, only: ${labels.join(', ')}.`,
    remedy: exportAnew,
  })
}
