/** The real smtp-server on loopback, with a mailbox that a real parser has read. */
import {once} from 'node:events'
import type {AddressInfo} from 'node:net'
import {type ParsedMail, simpleParser} from 'mailparser'
import forge from 'node-forge'
import {SMTPServer, type SMTPServerOptions} from 'smtp-server'

export interface Mailed {
  mail: ParsedMail
  raw: string
  secure: boolean
  user: string | undefined
  recipients: string[]
}

export interface SmtpService {
  port: number
  mails: Mailed[]
  /** Logins that were tried, good or not. */
  logins: string[]
  close(): Promise<void>
}

export const password = 'C4nary/p@ss:wörd'

export async function smtpService(options: SMTPServerOptions = {}): Promise<SmtpService> {
  const mails: Mailed[] = []
  const logins: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth: (login, _session, callback) => {
      logins.push(login.username ?? '')
      if (login.password === password) return callback(null, {user: login.username})
      // As a server might that tells more than it should.
      callback(new Error(`5.7.8 no ${login.password} ${Buffer.from(login.password ?? '').toString('base64')} for you`))
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = []
      stream.on('data', part => parts.push(part))
      stream.on('end', async () => {
        const raw = Buffer.concat(parts)
        mails.push({
          mail: await simpleParser(raw),
          raw: raw.toString('latin1'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
          recipients: session.envelope.rcptTo.map(({address}) => address),
        })
        callback(stream.sizeExceeded ? refusal(552, '5.3.4 too large') : null)
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '0.0.0.0')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    logins,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

export function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), {responseCode})
}

/** For localhost and 127.0.0.1. */
export function selfSigned(): {key: string; cert: string} {
  const keys = forge.pki.rsa.generateKeyPair(2048)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000)
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  const name = [{name: 'commonName', value: 'localhost'}]
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions([
    {name: 'basicConstraints', cA: true},
    {
      name: 'subjectAltName',
      altNames: [
        {type: 2, value: 'localhost'},
        {type: 7, ip: '127.0.0.1'},
      ],
    },
  ])
  certificate.sign(keys.privateKey, forge.md.sha256.create())
  return {key: forge.pki.privateKeyToPem(keys.privateKey), cert: forge.pki.certificateToPem(certificate)}
}
