/** Why a file stays closed, for PFX and PEM alike: password missing or wrong, encryption beyond us, cut off, damaged. */
import {Failure} from '../wire/failure.ts'
import {exportAnew, storeAnew, storePfx} from './remedies.ts'

/** The file is encrypted and no password was given. */
export function passwordMissing(source: string, cause: unknown): Failure {
  return new Failure({
    code: 'CERT_PASSWORD_MISSING',
    message: `'${source}' is protected by a password, and certificate-password is empty.`,
    remedy: 'Set certificate-password, as a secret: gh secret set M365_CERTIFICATE_PASSWORD',
    cause,
  })
}

/** The password doesn't open the file. */
export function passwordWrong(source: string, cause: unknown): Failure {
  return new Failure({
    code: 'CERT_WRONG_PASSWORD',
    message: `certificate-password does not open '${source}'.`,
    remedy:
      'Try it on your machine: openssl pkcs12 -legacy -in cert.pfx -noout (OpenSSL 3; -legacy is for the RC2 of Windows and not known to LibreSSL; for PEM: openssl pkey -in key.pem -noout). If it opens there, ' +
      `store both again: gh secret set M365_CERTIFICATE_PASSWORD, and ${storePfx}`,
    cause,
  })
}

/** `what` is the reason, up to its verb: neither this program nor the machine's openssl can do it. */
export function unsupported(source: string, what: string, cause: unknown): Failure {
  return new Failure({
    code: 'CERT_UNSUPPORTED',
    message: `'${source}' can't be opened here: ${what} not supported.`,
    remedy:
      'Convert it to common algorithms: openssl pkcs12 -legacy -in cert.pfx -nodes -out both.pem, then openssl ' +
      'pkcs12 -export -in both.pem -out new.pfx (a PEM key: openssl pkey -provider legacy -provider default -in key.pem -out new.pem).',
    cause,
  })
}

/** Some of the certificate is missing; `how` says by what that is known. */
export function truncated(source: string, how: string): Failure {
  return new Failure({
    code: 'CERT_TRUNCATED',
    message: `'${source}' is cut off: ${how}.`,
    remedy: `${storeAnew} A secret holds 48 KB at most: leave out the chain if the file is larger.`,
  })
}

/** A part that should hold a key or certificate can't be read as one. */
export function damaged(source: string, part: string, cause: unknown): Failure {
  return new Failure({
    code: 'CERT_DAMAGED',
    message: `The part '${part}' of '${source}' can't be read: it is damaged or incomplete.`,
    remedy: exportAnew,
    cause,
  })
}
