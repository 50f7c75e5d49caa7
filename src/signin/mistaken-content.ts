/** What is stored in a certificate's place by mistake, by name. */

/** What else is stored in a certificate's place; undefined where that can't be said. */
export function mistakenFor(text: string): string | undefined {
  return mistakes.find(([, fits]) => fits.test(text))?.[0]
}

const mistakes: readonly [string, RegExp][] = [
  ['the words System.Byte[], which PowerShell writes in place of the bytes', /^System\.Byte\[\]/],
  ['an expression that GitHub did not resolve', /\$\{\{/],
  ['the name of a variable', /^(\$\{?|%)\w+[}%]?$/],
  ['asterisks, as a log shows a secret', /^\*+$/],
  ['a GUID', /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i],
  ['a thumbprint', /^([0-9a-f]{40}|[0-9a-f]{64}|([0-9a-f]{2}[ :]){19}[0-9a-f]{2}|([0-9a-f]{2}[ :]){31}[0-9a-f]{2})$/i],
  ['an address', /^https?:\/\/\S+$/i],
  ['a hex dump with addresses', /^[0-9a-f]{4,8}:?\s+([0-9a-f]{2,4}\s+){4}/i],
  ['a public SSH key', /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+) /],
  ['a web page', /^<(!doctype|html)/i],
  ['an XML document', /^<[?a-z]/i],
  ['JSON without a certificate', /^[[{]\s*["{[\]}]/],
  ['bytes that were stored as text, which spoils them', /[^\P{Cc}\t\n\r]|\ufffd/u],
]

/** The kind of a file that is none of ours, by its first bytes; undefined for unknown ones. */
export function fileKind(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return signatures.find(([, prefix]) => start.startsWith(prefix))?.[0]
}

const signatures: readonly [string, string][] = [
  ['a ZIP archive', '504b03'],
  ['a Java key store', 'feedfeed'],
  ['a Java key store', 'cececece'],
  ['compressed by gzip', '1f8b'],
  ['encrypted by age', Buffer.from('age-encryption').toString('hex')],
  ['an OpenSSH key', Buffer.from('openssh-key').toString('hex')],
  ['a Windows key blob without its certificate', '07020000'],
]
