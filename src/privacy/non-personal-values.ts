/** Words that stand where a name could, and name no person: Microsoft's own hands, kinds of things, folders of every mailbox. */
import {isHarmless} from './harmless-text.ts'

const guids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** How names of services begin, with harmless words behind; people's have an @. */
const services =
  /^(nt authority\\|nt service\\|microsoft\\|sharepoint\\system$|(serviceprincipal|application|group|role|policy)_|microsoft[. ]|spoappprincipal|spo app|sharinglinks\.|limited access system group|device configuration service$|o365 suiteux$|azure mfa strongauthenticationservice$|s-1-5-(18|19|20)$)/
const withAt = /^(app@sharepoint|fim_password_service@support\.onmicrosoft\.com)$/

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
  if (words.has(folded) || !/[\p{L}\p{N}]/u.test(folded)) return true
  return services.test(folded) && isHarmless(text.replace(guids, ' '))
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
  const own = microsoftHost.exec(host)
  return own !== null && isHarmless(host.slice(0, own.index))
}

/** Customers choose what stands before some of them: `contoso.azurewebsites.net`. */
const microsoftHost =
  /(^|\.)(microsoft\.(com|us)|microsoftonline\.(com|us)|office(365)?\.(com|us|net)|outlook\.com|live\.com|windows\.net|azure\.(com|us)|cloud\.microsoft|skype\.com|graph\.microsoft\.com|sharepointonline\.com|azurewebsites\.net)$/i

const commonExtensions = new Set(
  `doc docx docm dot dotx dotm rtf odt xls xlsx xlsm xlsb xlt xltx csv tsv ods ppt pptx pptm pps ppsx potx odp pdf txt md
  htm html mht xml json yaml yml log jpg jpeg png gif heic webp tif tiff bmp svg ico psd ai eps indd mp3 mp4 m4a m4v mov
  avi wav wmv mkv webm zip 7z rar tar gz tgz iso img vhd vhdx cab msg eml pst ost ics vcf one onetoc2 url lnk vsd vsdx mpp
  pub accdb mdb pbix dwg dxf bak old tmp bin dat db sql sqlite js jse ts py rb php java cs cpp c h ps1 psm1 bat cmd vbs vbe
  wsf wsh hta scr exe dll msi msix jar apk com pif reg cpl sys sh key pem pfx cer crt p12 kdbx rdp aspx asp master ttf woff
  css loop fluid whiteboard notebook form webpart dwp resx config ini inf`.split(/\s+/),
)

/** @param extension folded, with its point. */
export function isCommonExtension(extension: string): boolean {
  return commonExtensions.has(extension.slice(1))
}
