/** The certificate files of test/fixtures/certificates (made by its make.sh), and the certificate most tests sign in with. */
import {readFileSync} from 'node:fs'
import {type Certificate, readCertificate} from '../../src/signin/certificate.ts'

export const password = 'correct horse'
export const unicodePassword = 'Grüße€🔑'

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/certificates/${name}`, import.meta.url))
}

export function fixtureText(name: string): string {
  return fixture(name).toString()
}

/** The time in tests that care for none: within the validity of every fixture. */
export const someday = Date.parse('2030-06-01T12:00:00Z')

export function aCertificate(file = 'modern.pfx'): Promise<Certificate> {
  return readCertificate(
    {content: fixture(file), password, source: file},
    {now: () => someday, mask: () => {}},
    async () => undefined,
  )
}
