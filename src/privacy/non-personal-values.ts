/** Words that stand where a name could, and name no person: Microsoft's own hands, kinds of things, folders of every mailbox. */

/** How names of services begin; people's have an @. */
const services =
  /^(nt authority\\|nt service\\|microsoft\\|sharepoint\\system$|(serviceprincipal|application|group|role|policy)_|microsoft[. ]|spoappprincipal|spo app|sharinglinks\.|limited access system group|device configuration service$|o365 suiteux$|azure mfa strongauthenticationservice$|s-1-5-(18|19|20)$)/
const withAt = /^(app@sharepoint$|fim_password_service@)/

const words = new Set([
  ...['not available', 'not-found', 'none', 'unknown', 'n/a', 'null', '<null>', 'undefined', 'true', 'false', 'system'],
  ...['certificate', 'securitycompliancealerts', 'threatintel', 'airinvestigation', 'dlpagent', 'tenant', 'default'],
  ...['user', 'users', 'serviceprincipal', 'application', 'group', 'role', 'device', 'policy', 'other', 'organization'],
  ...[
    'all',
    'anyone',
    'everyone',
    'anonymous',
    'everyone except external users',
    'member',
    'members',
    'guest',
    'owner',
  ],
])

export function isNonPersonal(text: string): boolean {
  const folded = text.trim().toLowerCase()
  if (folded.includes('@')) return withAt.test(folded)
  return words.has(folded) || services.test(folded) || !/[\p{L}\p{N}]/u.test(folded)
}

/** Folders that every mailbox, library and disk has, and parts of every site's addresses. */
const everywhere = new Set([
  ...['inbox', 'sent items', 'deleted items', 'drafts', 'archive', 'calendar', 'contacts', 'tasks', 'notes', 'outbox'],
  ...['junk email', 'conversation history', 'recoverable items', 'deletions', 'purges', 'versions', 'rss feeds'],
  ...['sites', 'teams', 'personal', 'portals', 'documents', 'shared documents', 'general', 'sitepages', 'siteassets'],
  ...['forms', 'lists', 'style library', 'home.aspx', 'allitems.aspx', '_layouts', '_api', '_vti_bin', '15', '16'],
  ...['users', 'home', 'desktop', 'downloads', 'windows', 'program files', 'appdata', 'local', 'roaming', 'temp'],
  ...['microsoft exchange hosted organizations', 'datainsights'],
])

export function isEverywhere(segment: string): boolean {
  return everywhere.has(segment.toLowerCase()) || /^[a-z]:$|^[^\p{L}\p{N}]*$/iu.test(segment)
}

/** Hosts of Microsoft's own, the same for every tenant. */
export function isMicrosoftHost(host: string): boolean {
  return /(^|\.)(microsoft\.(com|us)|microsoftonline\.(com|us)|office(365)?\.(com|us|net)|outlook\.com|live\.com|windows\.net|azure\.(com|us)|cloud\.microsoft|skype\.com|graph\.microsoft\.com|sharepointonline\.com|azurewebsites\.net)$/i.test(
    host,
  )
}
