/** Failures that PFX and PEM share: the password is missing or wrong, or the encryption is beyond us. */
import {Failure} from '../wire/failure.ts'

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
      'Try it at home: openssl pkcs12 -in cert.pfx -noout (for PEM: openssl pkey -in key.pem -noout). Mind a line end ' +
      "stored with the secret: printf %s 'the password' | gh secret set M365_CERTIFICATE_PASSWORD",
    cause,
  })
}

/** The file uses `what`, which neither this program nor the machine's openssl opens. */
export function unsupported(source: string, what: string, cause: unknown): Failure {
  return new Failure({
    code: 'CERT_UNSUPPORTED',
    message: `'${source}' can't be opened here: ${what} is not supported.`,
    remedy:
      'Write it anew with common algorithms: openssl pkcs12 -legacy -in cert.pfx -nodes -out both.pem, then ' +
      'openssl pkcs12 -export -in both.pem -out new.pfx (for a PEM key: openssl pkey -in key.pem -out new.pem).',
    cause,
  })
}
