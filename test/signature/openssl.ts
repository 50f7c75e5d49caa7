/** The openssl of this machine as a second opinion, and a timestamp authority made with it. */
import {execFile, execFileSync} from 'node:child_process'
import {once} from 'node:events'
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'

export const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version'], {encoding: 'utf8'}).startsWith('OpenSSL 3')
  } catch {
    return false
  }
})()

/** What openssl prints; rejects where it fails. */
export function openssl(words: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('openssl', words, {cwd, encoding: 'utf8'}, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout + stderr),
    )
  })
}

/** A line of a shell, as a person copies it. */
export function shell(line: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('sh', ['-c', line], {cwd, encoding: 'utf8'}, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout + stderr),
    )
  })
}

export interface Authority {
  /** PEM, with its key, of the certificate that signs; and of what issued it. */
  certificate: string
  key: string
  caCertificate: string
  caKey: string
  folder: string
}

/** By what they were asked for: new keys for every test would take longer than the tests. */
const issued = new Map<string, string>()

/** A root and a certificate of it, with the extensions given; the same for the same words. */
export function issueCertificate(
  extensions: readonly string[],
  {subject = '/CN=Signer of a test', algorithm = 'rsa:2048'} = {},
): Authority {
  const words = JSON.stringify([extensions, subject, algorithm])
  const kept = issued.get(words) ?? keepCertificate(extensions, subject, algorithm)
  issued.set(words, kept)
  const folder = mkdtempSync(join(tmpdir(), 'm365-openssl-'))
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}))
  cpSync(kept, folder, {recursive: true})
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  return {
    certificate: read('own.pem'),
    key: read('own.key'),
    caCertificate: read('ca.pem'),
    caKey: read('ca.key'),
    folder,
  }
}

/** @returns the folder that it lies in. */
function keepCertificate(extensions: readonly string[], subject: string, algorithm: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'm365-openssl-kept-'))
  const run = (...words: string[]) => execFileSync('openssl', words, {cwd: folder, stdio: 'pipe'})
  const newKey = algorithm === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', algorithm]
  run(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '3650',
    '-subj',
    '/CN=Root of a test',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  run('req', ...newKey, '-nodes', '-subj', subject, '-keyout', 'own.key', '-out', 'own.csr')
  writeFileSync(join(folder, 'own.ext'), extensions.join('\n'))
  run(
    'x509',
    '-req',
    '-in',
    'own.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '3000',
    '-extfile',
    'own.ext',
    '-out',
    'own.pem',
  )
  return folder
}

export const timestampExtensions = ['extendedKeyUsage=critical,timeStamping', 'keyUsage=critical,digitalSignature']

/** An authority for timestamps on loopback, answered by `openssl ts -reply`. */
export async function timestampAuthority({
  authority = issueCertificate(timestampExtensions, {subject: '/CN=Timestamps of a test'}),
  answer = (reply: Buffer) => ({status: 200, body: reply}),
}: {
  authority?: Authority
  answer?: (reply: Buffer) => {status: number; body: Buffer}
} = {}): Promise<{
  url: string
  authority: Authority
  /** The questions that came, as they were sent. */
  questions: Buffer[]
}> {
  const {folder} = authority
  const configuration = [
    '[own]',
    `serial = ${join(folder, 'serial')}`,
    'crypto_device = builtin',
    `signer_cert = ${join(folder, 'own.pem')}`,
    `certs = ${join(folder, 'ca.pem')}`,
    `signer_key = ${join(folder, 'own.key')}`,
    'signer_digest = sha256',
    'default_policy = 1.2.3.4.1',
    'digests = sha256',
    'accuracy = secs:1',
    'ess_cert_id_alg = sha256',
  ]
  writeFileSync(join(folder, 'ts.cnf'), configuration.join('\n'))
  writeFileSync(join(folder, 'serial'), '01')
  const questions: Buffer[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const question = Buffer.concat(parts)
    questions.push(question)
    writeFileSync(join(folder, 'q.tsq'), question)
    await openssl(
      ['ts', '-reply', '-config', 'ts.cnf', '-section', 'own', '-queryfile', 'q.tsq', '-out', 'r.tsr'],
      folder,
    )
    const {status, body} = answer(readFileSync(join(folder, 'r.tsr')))
    response.writeHead(status, {'content-type': 'application/timestamp-reply'}).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, authority, questions}
}
