/** A mail server as `smtp-url` names it, and how a connection to it is made. */

/** What `smtp-url` says. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte (`smtps:`); otherwise by STARTTLS, which only a server on this machine may lack. */
  implicitTls: boolean
  login?: {user: string; password: string} | undefined
}

/** The password is never sent in the clear, but to this machine. */
export function connectionOptions(server: SmtpServer, trust?: string) {
  const {host, port, implicitTls, login} = server
  return {
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && !isThisMachine(host),
    logger: false,
    ...(login ? {auth: {user: login.user, pass: login.password}} : {}),
    ...(trust ? {tls: {ca: trust}} : {}),
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** The password in each form that the protocol sends it in: a server may repeat it in its answer. */
export function secretsOf({login}: SmtpServer): string[] {
  if (!login) return []
  const {user, password} = login
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return [base64(`\0${user}\0${password}`), base64(password), password]
}
