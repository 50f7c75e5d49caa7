/** What a program that we start sees of our environment, which holds the inputs, and so the secrets, of the step. */

/**
 * Where programs, temporary files and settings are, and which language to speak. Everything else stays with us: inputs
 * (`INPUT_…`), the runner's tokens (`ACTIONS_…`), and whatever else a workflow passes.
 */
const allowed = [
  'PATH PATHEXT HOME USERPROFILE HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA SYSTEMROOT',
  'SYSTEMDRIVE WINDIR COMSPEC PROGRAMFILES PROGRAMFILES(X86) TMP TEMP TMPDIR LANG LC_ALL TZ USER',
  'USERNAME LOGNAME SSL_CERT_FILE SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE OPENSSL_CONF OPENSSL_MODULES LD_LIBRARY_PATH AZURE_CONFIG_DIR',
].flatMap(line => line.split(' '))

/** What a program needs besides that uses the network; a proxy's address may hold a password. */
export const proxyVariables: readonly string[] = 'HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY'.split(' ')

/**
 * @param added what the program is to see besides; secrets only where it is started for their sake.
 * @param also names of our variables that it may see.
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  added: Record<string, string> = {},
  also: readonly string[] = [],
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && [...allowed, ...also].includes(name.toUpperCase())) kept[name] = value
  }
  return {...kept, ...added}
}
