export const id=8441;export const ids=[8441];export const modules={75563:((e,t,n)=>{n.d(t,{w:()=>partIdentities});var r=n(77598),i=n(57975),a=n(64929);let o=(0,i.promisify)(r.scrypt);async function partIdentities(e,{tenant:t,period:{start:n,end:i}}){let s=JSON.stringify([`m365-audit-export/part/1`,t,n,i]),c=await o(e,s,32,{N:2**15,maxmem:2**26});return({part:e,of:t})=>{let n=(0,r.hkdfSync)(`sha256`,c,``,`m365-audit-export/part/1 ${e}/${t}`,32);
return a.I.encode(`age-secret-key-pq-`,a.I.toWords(new Uint8Array(n)),!1).toUpperCase()}}}),10291:((e,t,n)=>{n.d(t,{p:()=>evidenceDirectory});var r=n(82509),i=n(34959);function evidenceDirectory({directory:e,shard:t},n){let a=(0,r.Ct)(e,n);return t?`${a}-parts/${(0,i.Az)(t)}`:a}}),97169:((e,t,n)=>{n.d(t,{$l:()=>filtersOf,vt:()=>lacksStateKey,m5:()=>mayBePublic,gp:()=>openManifest,fA:()=>protectionOf,uL:()=>protectionOfPart,m7:()=>pseudonymous,yT:()=>pseudonymousEntries});
var r=n(71697),i=n(75563),a=n(97280),o=n(90469);function groupsOfAddress(e){let t=groupsOfFour(e);if(t)return[0,0,0,0,0,65535,...t];let n=e.split(`::`);if(!e.includes(`:`)||n.length>2)return;let[r,i]=n.map(groupsOfHalf);if(!r||n.length===2&&!i)return;let a=8-r.length-(i?.length??0);if(!(n.length===1?a!==0:a<1))return[...r,...Array(a).fill(0),...i??[]]}function isMappedFour(e){return e.slice(0,5).every(e=>e===0)&&e[5]===65535}function isReservedAddress(e){let[t=0]=e.slice(6);
return isMappedFour(e)?t>>8==127||!(t>>8):e.slice(0,7).every(e=>e===0)&&(e[7]??0)<2}function isPrivate(e){let[t=0]=e,[n=0]=e.slice(6);if(!isMappedFour(e))return t>>9==126||t>>6==1018;let[r,i]=[n>>8,n&255];return r===10||r===172&&i>>4==1||r===192&&i===168||r===169&&i===254||r===100&&i>>6==1}function groupsOfFour(e){let t=/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(e)?.slice(1).map(Number);if(!t?.every(e=>e<256))return;let[n=0,r=0,i=0,a=0]=t;return[n<<8|r,i<<8|a]}function groupsOfHalf(e){
if(e===``)return[];let t=[];for(let n of e.split(`:`)){let e=groupsOfFour(n);if(e)t.push(...e);else if(/^[\da-f]{1,4}$/i.test(n))t.push(Number.parseInt(n,16));else return}return t.length<=8?t:void 0}let words=e=>e.split(/\s+/).filter(e=>e!==``),s=new Map(Object.entries({
vocabulary:`creationtime operation recordtype resultstatus usertype workload issuedattime authenticationtype
      eventsource itemtype platform browsername browsertype geolocation clientregion errornumber logonerror
      requesttype resultstatusdetail userauthenticationmethod iscompliant iscompliantandmanaged os osname logontype
      mailaccesstype clientapplication apppoolname actionclientname cmdletname eventname typename servicename workloadname
      apphost includedupdatedproperties domaincontroller timezone usagelocation alerttype category severity useragent
      clientinfostring clientprocessname originatingserver`,
id:`organizationid apiid intersystemsid intrasystemid supportticketid actorcontextid targetcontextid uniquetokenid
      internetmessageid etag`,title:`skuname appname applicationname clientappname appdisplayname applicationdisplayname policyname rulename
      alertname templatename labelname sensitivitylabelname providername vendorname investigationname planname
      featurename rolename roledisplayname`,
user:`user users userid userids userkey userprincipalname upn mailboxownerupn actoruserid targetuserid
      targetuserorgroupname targetuser affecteduser recipient recipients sender from to cc bcc p1sender p2sender
      forwardto redirectto forwardasattachmentto forwardingaddress forwardingsmtpaddress copyto moderatedby owner owners
      member members trustee delegate delegates grantsendonbehalfto emailaddress emailaddresses mail othermails
      primarysmtpaddress windowsemailaddress externalemailaddress alias mailnickname samaccountname
      onpremisessamaccountname proxyaddresses createdby modifiedby lastmodifiedby assignedto requestor requestedby
      submittedby approvedby loginname actor suid tuid eid alertentityid sharedwith invitee participants organizer
      attendees manager sendas userobjectid invitedby logonuser`,
name:`name displayname givenname surname sn initials firstname lastname fullname teamname channelname itemname
      listtitle title jobtitle company streetaddress postaladdress postalcode city telephonenumber phonenumber
      alternativephonenumber voiceonlyphonenumber mobile mobilephone homephone fax physicaldeliveryofficename`,address:`clientip clientipaddress actoripaddress senderip ipaddress ipaddresses sourceip clientaddress callerip
      callingipaddress deviceipaddress`,
device:`devicedisplayname devicename deviceid computername hostname machinename clientmachinename workstation
      serialnumber imei phonedeviceid azureaddeviceid intunedeviceid`,site:`site siteurl url urls weburl relativeurl objecturl siteids siteid webid listid`,file:`sourcefilename destinationfilename filename documentname attachmentname attachments resourcename objectname
      resourcetitle workbookname reportname datasetname dashboardname workspacename notebookname`,
path:`sourcerelativeurl destinationrelativeurl filepath path folderpath folder targetfilepath originalfilepath
      previousfilename movetofolder targetpath parentpath folderpathname`,object:`objectid objectids identity object targetobject mailbox group groupid`,subject:`subject messagesubject body message messagetext text detectedvalues matchedvalues query querytext
      searchquery searchquerytext comment note notes justification description`,
labelled:`parameters eventdata commandline scripttext`,domain:`organizationname effectiveorganization domain domainname senderdomain recipientdomain targetdomain`}).flatMap(([e,t])=>words(t).map(t=>[t,e]))),c=new Map(Object.entries({actorid:`party`,targetid:`party`,devicepropertiesid:`device`,devicepropertiesdisplayname:`device`,accessedresourcesname:`file`,detectedvaluesname:`subject`,
detectedvaluesvalue:`subject`})),l=[[/(app|application|client|plan|sku|template|role|policy|rule|alert|label|plugin|request|correlation|session|token|tenant|activity|investigation|operation|query|transaction)id$/,`id`],[/(?<!ac)(version|time|timeutc|(?<!candi)date|count|size|bytes)$/,`measure`],[/(type|status|enabled|state)$/,`vocabulary`],[/(upn|userprincipalname|userid|userkey|email|emailaddress|smtpaddress|recipients?|sender|owner|member)$/,`user`],[/((client|source|actor|sender|server|remote|local|public|caller|device|destination|peer|user|origin)ip|ipaddress(es)?)$/,`address`],[/filename$/,`file`],[/(filepath|folderpath|path)$/,`path`],[/(url|uri)$/,`site`],[/(devicename|computername|hostname|machinename)$/,`device`],[/subject$/,`subject`],[/(name|title|alias|nickname|phone|mobile|phonenumber)$/,`name`]];
function ruleOf(e,t){let n=plain(e.slice(e.lastIndexOf(`.`)+1)),r=plain(t);return r===``&&n===`id`?`id`:r===``&&n===`name`?`title`:c.get(r+n)??s.get(n)??l.find(([e])=>e.test(n))?.[1]??`text`}function isKnownField(e){return s.has(plain(e))&&/^[\w.]+$/.test(e)}function plain(e){return e.toLowerCase().replace(/[^a-z0-9]/g,``)}function isHarmlessRule(e){return e===`vocabulary`||e===`measure`||e===`title`||e===`id`}class Remembered{recent=new Map;before=new Map;most;constructor(e){this.most=e}get(e){
let t=this.recent.get(e);if(t!==void 0)return t;let n=this.before.get(e);return n!==void 0&&this.set(e,n),n}set(e,t){this.recent.size>=this.most/2&&(this.before=this.recent,this.recent=new Map),this.recent.set(e,t)}}function ownText(e){return` ${e}`.slice(1)}let u=new Set([`Name`,`name`,`Key`,`key`]),d=new Set([`Value`,`value`,`NewValue`,`OldValue`]);class FieldName{text;quoted;isKept;isNameOfPair;isValueOfPair;next;other;table;places;lastWithin;lastPlace;replacement;constructor(e,t,n){
this.text=e,this.table=t,this.isKept=n,this.quoted=JSON.stringify(e),this.isNameOfPair=u.has(e),this.isValueOfPair=d.has(e)}get shown(){return this.replacement??=this.table.shownKey(this.text),this.replacement}in(e){if(this.lastPlace&&this.lastWithin===e)return this.lastPlace;let t=this.places?.get(e),n=t??new FieldPlace(this.text,e.text);return!t&&!(this.isKept&&e.isKept&&this.table.countPlace())||(this.places??=new Map,t||this.places.set(e,n),this.lastWithin=e,this.lastPlace=n),n}
following(e,t){let{next:n,other:r}=this;if(n&&e.startsWith(n.quoted,t))return n;if(r&&e.startsWith(r.quoted,t))return this.next=r,this.other=n,r}isFollowedBy(e){this.isKept&&e.isKept&&(this.other=this.next,this.next=e)}}class FieldPlace{rule;keepsIds;hasOwnId;hasApplications;unseen=0;constructor(e,t){
this.rule=ruleOf(e,t),this.keepsIds=isHarmlessRule(this.rule),this.hasOwnId=t===``&&(e===`Id`||e===`OrganizationId`),this.hasApplications=/(app|application|client)id$|serviceprincipalnames?$/i.test(e)}get remembers(){return this.unseen<48||this.unseen%16==0}sees(e){this.unseen=e?0:this.unseen+1}}class FieldNames{shownKey;none;known=new Map;places=0;constructor(e){this.shownKey=e,this.none=this.of(``)}of(e){let t=this.known.get(e);if(t)return t;if(this.known.size>=2e4||e.length>200)
return new FieldName(e,this,!1);let n=ownText(e),r=new FieldName(n,this,!0);return this.known.set(n,r),r}countPlace(){return this.places++<2e4}}
let setOf=e=>new Set(e.split(/\s+/).filter(e=>e!==``)),f=setOf(`
  aad aadinternals aadsts abort aborted about absent accept acceptance accepted accepteddomain access accessed
  accesses accessible account accountenabled accountname accounts across act action actions activation activations
  active activesync activities activity activityid actor actors acts ad adal add added addedtogroup addedtosecurelink
  addfolderpermissions additional address addresses admin adminapi adminauditlogconfig administers administration
  administrative administrator administrators adminmailaccess admins admx advanced aes affected after afterwards again
  age agenda agent agentaxios agentic agents aggregate aggregated aggregation agreed ai
  aiinteractioncreatednotification aiohttp aip air airinvestigation airs alarm alert alertentitygenerated alerts
  alerttriggered all allitems allow allowed allowlist allows alone already alt alternative always am ambiguous among
  an analytics ancestor anchor anchormailbox and android anew annotation annotations anonymous anonymousedit
  anonymouslinkcreated anonymouslinkupdated anonymouslinkused anonymousview another answer answered answers any anyone
  anyonelinkcreated anything api apis app appdata append appid appinstalled apple applicable application applications
  applied apply apppublishedtocatalog approximation apps arbitration archive archived archives are argument arp array
  artifact artifacts as ascending ascii ask asked asks aspx asr assertion assessment assignable assigned assignee
  assigner assignment assignments assistance assistants association asymmetric at atp att attachment attachments
  attack attacks attempts attendee attendees attribute aud audience audiences audit auditdata audited auditing auth
  authenticate authenticated authentication authenticator author authority authorization authorize auto autodiscover
  autoforward automate automatic automation autopilot available avatar axios azure azuread azurehound b back backend
  backendhttpstatus backup bad badge bap base baseline basic batch bav bcc bearer before begin beginning beginnings
  behalf behavior benefit beta bi billable billing bin bind binding bing bits blind blob block blocked blockid
  blocklist bloodhound body book bookings bookmark boolean bot botaddedtoteam box bpos branding breakout broken broker
  brokered browser brute bucket budget build builds built bulk bundle burst business but by byod bypass bypassed bytes
  c cache calculatedbetarget calendar calendars call caller callqueue calls campaign campaigns can canceled cancelled
  canvas cap capability capacity capped carrier cas caseadded caseadminadded caseadminreplaced caseadminupdated
  casemembersadded catalog catch categories category causes cba cc cell center cert certificate certificates
  certification cfg cfnetwork challenge change changed changes channel charset chart chat chatcreated chats check
  checked china chinacloudapi chrome chromeos chromium cipp claim claims classification classifier cleanup cli click
  clicked client clientapplication clientip clients clipchamp clock clone close closed closely cloud cluster cmdlet
  cmdletname cmdlets cmsi cn co coauthor coauthoring code codes cohort collaboration colleague collect collection
  color column columns com come coming command commandline commandname comment comments communication comp company
  companyportal compare compared complete completed completeness compliance compliancecase compliancesearch
  compliancesearchaction compliant compose composite compound computer concerned concurrency concurrent condition
  conditional conditions confidence config configuration configured confirmation confirmed conflicts connect connected
  connection connections connectivity connector connectoradded connectors consent consented consents console
  constraint constructor consumer contact contacts contained container containing contains content context contexts
  continuous contract contracts control controller controls conversation conversations conversion cookie coordinate
  copied copies copilot copilotinteraction copy core corporate correlated correlation cortana could count counted
  counters countries country cover coverage crawler crc create createconnection created createflow creation
  creationtime creator credential credentials crios criteria critical crm cros crossed crypto cs
  csexternalaccesspolicy css csteamsclientconfiguration cstenantfederationconfiguration csv curl currency current
  cursor custom customer customers customization cut cve daily dalvik darwin dashboard dat data database datacenter
  dataflow datainsights dataset datasets datasource datasources dataverse date dates dax days deadline debian debug
  december decided decision declarative deduplicated deep default defaults defender definition definitions dehydrated
  delayed delegate delegated delegation delete deleted deletes deletions deliver delivery delta delve demo den denied
  deny department dependency dependent deploy deployment description descriptor designer desk desktop dest destination
  destinations destroyed detail details detected detection detections detector detonated detonation developer
  developers development device devices devops dhcp diagnostic diagnostics dial dialin did differ difference digit
  digits dimension dir direct directionality directory dirsyncenabled disable disabled disabling disclaimer discovery
  dispatch display displayname disposition distribute distributed distribution distributor diverts dkim dll dlp
  dlpagent dlprulematch dlpruleundo dlpsi dmarc dn dns do doc docs document documentation documented documents docx
  dod does domain domainfederationsettings domainjoined domains done dos dotnet download downloaded downloads draft
  drafts drawings drive driver drop duplicates duration during dwg dynamic dynamics each eap earliest eas ecc
  econnreset edg edga edge edgios ediscovery ediscoverycaseadmin edit editflow editor edr effective efforts eid
  electron element eligible else elsewhere email embed embedded emc emea emit employee emptied empty enable enabled
  enabling encoded encoding encrypted encryption end ended ending endpoint endpoints ends enforce enforced enforcement
  engage engineer engineering enrolled enrollment enrollments enrolment enterprise entities entitlement entity entra
  entries enumerate env environment environments eop equipment err error errors escalate escalation etype eu eur eurpr
  eurprd evaluate evaluated evaluation evaluator event eventdata events eventstream ever every everyone evictions
  evidence ews ex example exceeded excel except exception exceptiontype exchange exclude exclusion exclusions
  exclusive exe executing execution exist existed exists exit exo expand expected expense expiration expire expired
  expires expiring expiry explicit explorer export exported exporter exporting expression ext extended extension
  extensions external externalaccess externally extra extractor fabric factor fail failed failure fallback false
  family fasthttp fastmail fault faults favorite feature features february federated federateddomain federation fedora
  feed feeds feserver fetch fido field fields figures file fileaccessed fileaccessedextended filecopied filedeleted
  filedeletedfirststagerecyclebin filedeletedsecondstagerecyclebin filedownloaded filemalwaredetected filemodified
  filemodifiedextended filepreviewed filerecycled filerenamed files filesyncdownloadedfull filesyncuploadedfull
  fileuploaded fileversionsalldeleted filing filter filters final finalize finance find finding findings fingerprint
  finish firefox firewall firmware first flag flat flexible flow folded folder folderbind folderdeleted folderrecycled
  folders follows for force forecast foreign form format formatted forms forward forwarded forwarding forwards found
  fr fragment framework free frequency friday from frontend full function functions future fwd fxios gallery gap
  gateway gateways gb gecko gel gen general generated generic get gif git github githubusercontent global gmail gmt
  golang googlemail gpo grammar granted grants granularity graph graphs grid grounding group grouping groups guest
  guests guid guids gzip hallucination handle handler handling hard harddelete hardware has hash hashes have header
  headless heads health heartbeat held help helpdesk here hex hidden hides hierarchy high highest history hit hmac
  hold hololens home homepage hono host hosted hostedconnectionfilterpolicy hostedcontentfilterpolicy
  hostedoutboundspamfilterpolicy hosting hosts hotel hotmail hour hours how hr href html http httpapi httpclient https
  httpx huawei hub hybrid hygiene hygienetenantevents icloud icmp icon id identifier identifiers identity ids idtoken
  ief ietf if ignore ignored iis image images imap immutable impact impersonated impersonation impersonator implicit
  import importance importer importing in inactive inactivity inbound inboundconnector inbox inboxrule incident
  incidents include included includes inclusion incomplete increment ind index indexed indicator indices infected
  infection info information informational ingestion inheritable inheritance inherited ini initial initiated
  initiating initiator inline innererror input ins inside insight insights insomnia inspect inspection install
  installation installed installer instance instances instant instead instruction insufficient int integer integrated
  integration intel intelligence intent inter interaction interface internal internalexception internet interrupt
  interval into intra intranet intune invalid invalidate investigate investigation invitation invitations invite
  invited invites invocation invoice invoices invoke invoked io ioc ios ip ipad iphone ipod is iscompliant isolate
  isolation issue issued issuer issues isthrottled it item items iteration iterations its itself jailbreak january
  java jit join joined joins journal journaling jpeg jpg js json jti july junk just jwt kaizala kb keep keeps kept
  kerberos key keydescription keyid keyidentifier keys keyset keytype keyusage keyvault keyword keywords khtml kind
  kiosk kit kmsi knowledge known knows kpi kql kusto label labeldowngraded labeled labeling labelled labelremoved
  labels lag lakehouse lakehouses language languages langwatch large last late latency latest latin latitude launch
  launched layer layout layouts ldap learn lease least leave led left legacy legal length lens less let lev level lib
  library libwww licence licences license licensed lifecycle lifetime like likeness limit limited line link linked
  linkedin links linux list listed listing lists litigation live llm loaded loader lobby local locale localhost
  localized locates location locations lock lockbox locked log logged logging login logon logs lon longer longest
  longitude look looked looks lookup loop looping low mac machine machines macintosh macos macro made mail mailbox
  mailboxauditbypassassociation mailboxautoreplyconfiguration mailboxes mailboxfolderpermission
  mailboxjunkemailconfiguration mailboxpermission mailitemsaccessed main maintenance make maker makers makes making
  malformed malicious malware manage managed management managementroleassignment managementscope manager manages
  manifest manual manufacturer many map mapi mapiclient mapped mapping marker marketplace mask mass master match
  matched matching maximum mb mbx mcas md mdatp mdo me media medium meeting meetings meetup member memberadded
  memberremoved memberrolechanged members membership ments merge merged message messagebind messagecreatedhaslink
  messages messaging meta metadata method methods metric metrics mfa micr microsoft microsoftgraph microsoftoffice
  microsoftonline microsoftteams mid middle middleware migrate migration mil min minus minutes mip missing misused
  mitigated mitigation mitre mobile mode model moderated moderator modified modify modifyfolderpermissions module
  moment monday monitor monitored monitoring month months more most mov move moved moverto moves movetodeleteditems
  mozilla ms msal msexchange msgraph msie msn msoldomainfederationsettings mtp much multi multiple must mute my name
  named names namespace native navigation need needs neither nested net network networks never new next nfc nfkd
  nickname no node nodes nokeys non none nor not note notebook notebooks noter notes nothing notices notification
  notifications notify november now nt ntlm nul null number numbers oab oath oauth object objectid objects observed
  occurrence occurrences ocs october odata odb of off offer offers office offline offset oidc ok okhttp old older om
  on onboard onboarding once one onedrive onenote ones onewaysms online only onmicrosoft op open opened openers openid
  opens openssl opera operand operating operation operations operator opr option optional or orchestrator order
  ordered org organisation organization organizational organizationconfig organizationcustomization organizationedit
  organizationid organizationname organizations organizationview origin originating originatingserver originator os
  otel other others otp out outage outbound outboundconnector outbox outcome outer outlook output outside over
  overloaded override overrides overview owa own owned owner owners owns package packages pages paginated pagination
  paging panel parallel parameter parameters params parent parquet parse parser parsing part partial partially
  participant participants participating partition partner partners parts party pass passes passin passkey password
  passwordcredentials passwordless passwords past patch path paths pattern patterns pause paused pax payload payment
  payments pbix pdf peer pending people per percentage perfect performed period perl permanent permission
  permissiongrant permissions permit person personal phantom phase phases phish phishing phone phoneappnotification
  phoneappotp photo physical pii pim pin pinned pipeline pivot pixel pkcs place placeholder places plain plan planned
  planner plans platform playbook playwright please plugin plugins pm png point poisson policies policy poll polls
  polyfill pool pools pop port portal portals portion positional post posta postman postmanruntime posture power
  powerpoint powershell ppc pps pptx precedence prefer preference premises premium presence presenter preset preview
  previewed previous primary principal principals printed printer printers printing priority privacy private
  privileged privileges pro probability probe probed probl procedure process processed processes processing processor
  prod producer product production profile program programs progress prohibit prohibited project projects promised
  promises promote promoted prompt prompts proof propagate properties property propose proposed protected protection
  protects proto protocol protocols proton protonmail proven provided provider provision provisional provisioned
  provisioning proxy ps pstn psws public publish published publisher publishing puid pull puppeteer purchase purge
  purgeable purges purpose purview push put putconnection putflowowners pwsh python qualified quality quantity
  quarantine quarantineexport quarantinereleasemessage queries query question queued quick quiz quota quotas random
  range ranges ranked ranking rare rate rating raw rc rclone rdp reach reaching reacted reaction reactions read
  readable reader readers readings reads reason reassign rebuild recall receive received receiver recent recipient
  recipientpermission recipients recommendation recommendations recommended reconnect record recorded recording
  recordings records recordtype recover recoverable recovery recurrence recurring recursive recycled redeem redemption
  redirect redirects reduce reference references refresh refs refused refuses region regions register registered
  registration regular reissue reject rejected related relation relationship relative release releases relevance
  relevancy reliably reload relying remaining remediate remediated remediation remember remembered reminder remote
  remotedomain remoting removable removal remove removed removedfromgroup removes renamed renames renew renewal
  renewed reopen reordered repair repeats replace replaced replacements replica replicate replicated replication reply
  report reported reporting reports repos repository representation reprocess request requests require required
  requirement researcher reservation reserved reset resets residential resolution resolve resolved resource resources
  responder response responseformat responses rest restarted restore restored restoring restrict restriction restsharp
  result resulted results resultstatus resume resumed retain retained retention retries retrieve retrieved retry
  return returned reuse revert reverted review revision revisions revoke revoked revoking rfc right rights risk risky
  rls rnicrosoft road roadrecon roadtools rogueapps role rolegroup rolegroupmember roles roll rollback root ropc
  rotate rotated rotation rotations round route routing row rows rpc rsa rss rule rules run running runs runtime rv
  safari safe safeattachments safelinks said sales same saml sample samsung samsungbrowser sandbox sas saslogin
  satisfied saturday save saved saving say says scale scaled scan scanner scattered scenario schedule scheduled schema
  school schte scl scope score scores scoring screen script scripts scripttext scroll sdk search searchcreated
  searched searchexportdownloaded searchexported searchpreviewed searchqueryinitiated searchqueryinitiatedexchange
  searchqueryinitiatedsharepoint searchqueryperformed searchresultspurged searchstarted searchupdated seasonal sec
  second secondary seconds secret secrets section sections secure securelinkcreated securelinkupdated security
  securitycompliancealerts see seed seen segment segments select selected selection selenium self semantic send sendas
  sender senders sendonbehalf sends senior sensitive sensitivity sensitivitylabelremoved sensor sent sentinel
  september sequence serial serialization serializationlevel series served server service serviceoperator
  serviceprincipal services serving session sessions set sets setting settings settle sev severe severity sfa sha
  shape shard shards share shared sharepoint shares sharing sharinginvitationcreated sharinginvitationupdated
  sharinglinks sharingpolicychanged sharingset sharphound sheet shell shift shifted ship short shortcut should shown
  shows sid side siem sig sigint sign signal signaled signature signatures signed signs sigterm silent similarity
  simulate simulated simulation simulator since single sit site siteassets sitecollectionadminadded
  sitecollectioncreated sitepages sites size skewed skip skiptoken sku skydrivesync skype slice slide slides slow
  small sms smtp snapshot soap soar socket soft softdelete software solution solutions some soon sort sorting source
  sourced sources spam speak specific specified spf spike spki split spn spo spoappprincipal spoofed spoofing
  spotenant spray spreadsheet sql sqlite ssh ssl sso sta staff stage staged staging stale standalone standard stands
  start started starter starting starts state statement statistics status statuses stay step stop stopped stopping
  storage store stored straight stream streaming streams string stringify strings strong strongauthenticationservice
  structure structured sts stsrefreshtokenvalidfrom style subcategory subclass subject submission submissions submit
  submitted submitter subnet subscribe subscribed subscription subsite substrate subtype succe succeeded succeeds
  success successes successful successor such suffix suggested suggestion suid suitability suite suiteux sum summary
  sunday supermailer supervised supervision supervisor supervisory supplied supplier suppliers support supported
  suppressed suppression surface survey suspended suspicious svc svchost sway switch switched symbol symmetric synapse
  sync synced synchronisation synchronises synchronization synchronize synchronized syncing syntax sys system systems
  tab tabadded table tables tablet tabs tag tagged tagging tags take taken takeover takes target targeted targets task
  tasks taxonomy tb tcp te team teamdeleted teams teamstenantsettingchanged teamwork technician techniques telemetry
  telephone telephony temp template templates temporal temporarily temporary tenancy tenant tenants term terminate
  terminated termination terms test text than that the their theirs them themselves then there these they this those
  thread threat threatexplorer threatintel threshold throttled throttling throw tht thumbnail thumbnails thursday
  ticket tid tier tile timaildata time timeline timeout timers times timestamp timezone title tls tmp tms to todo
  together toggle token tokens told tool tools top topic topics topology tor total totals totp townhall traces track
  tracked tracking tracks trail training transaction transactions transcript transcription transfer transferred
  transform transformation transient transition translate translation transparency transport transportrule trash tree
  trends trident tried triggered triggering triggers trim true trust trusted trustee trusttype try ts tuesday tune
  tunnel turn tutorial tweetnacl twirp two twowayvoicemobile twowayvoiceoffice txt type typed types ubuntu udp um
  unable unassign unassigned unauthenticated unauthorised unauthorized unavailable unblock unblocked uncategorized
  undefined undelete undeleted under underlying understood undici undo undocumented unenroll unfiltered unicode
  unified unifiedauditlog uninstall uninstalled unique unit units unknown unknownfuturevalue unlocked unmanaged
  unnamed unpin unpublish unpublished unreadable unregister unresolved unsaid unseen unshared unspecified unstable
  unsubscribe unsubscribed unsupported until untrusted unused unusual unverified up update updated
  updatefolderpermissions updateinboxrules upgrade upgraded upgrades upkeep upload uploaded uploader uploading upn
  upper upstream ur url urls urn us usable usage usages use used user userid userkey userloggedin userloginfailed
  userprincipalname users usertype uses usgovcloudapi using usual utc utf uti util utilization uuid valid validation
  value values variable variables vault vaults vector vendor vendors verbose verdict verdicts verification verified
  verifier verify version versioned versioning versions via video videos view viewalerts viewed viewedsearchexported
  viewedsearchpreviewed viewer viewers viewing viewpoint violation violations vip virtual virus visibility visible
  visio visit visited visitor visitors visits visual viva vivaldi vnc voice voicemail volume volumes vote votes vpn
  vti vulnerabilities vulnerability vum waiting warehouse warned warning warnings was watched watermark wav wave way
  wcf weak weakened web webhook webhooks webinar webkit webmail webpart webservices wednesday weight well were
  westeurope wget what whatever when where wherever whether which while whiteboard who whole whom whose why wide
  widget width wiki wildcard win window windows windowsazureactivedirectory with withheld within without wizard word
  words work worker workflow workflows workgroup workload workloads works workspace workspaces would wow wp wrapped
  write writer writers writes written wrong wsfed wstrust www x xbox xdr xiaomi xlsx xml xpia xyz yaml yammer year yes
  ymail your zap zero zip zlib zone
`),p=setOf(`
  august brave case cross day grant gray june long march mark marks max may page price ransom rich ruby silk sky stock
  will
`),m=new Map;
function classOfToken(e){if(digitsIn(e)>6)return`unknown`;let t=m.get(e);if(t!==void 0)return t;let n=e.length>120?`unknown`:decide(e);return m.size<2e4&&e.length<=60&&m.set(ownText(e),n),n}function digitsIn(e){let t=0;for(let n=0;n<e.length;n++){let r=e.charCodeAt(n);r>=48&&r<=57&&t++}return t}function decide(e){if(/^\d+$/.test(e))return`number`;if(!/^[A-Za-z0-9]+$/.test(e))return`unknown`;let t=classOfWord(e);if(t!==`unknown`)return t;
let n=e.match(/[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g)??[],r=0,i=!1;for(let e of n)if(!/^\d/.test(e)){if(e.length===1)r++;else{let t=classOfWord(/^[A-Z]{2,}s$/.test(e)?e.slice(0,-1):e);if(t===`unknown`)return`unknown`;i||=t===`technical`}}return r>2?`unknown`:i||n.every(e=>e.length===1||/^\d/.test(e))?`technical`:`ambiguous`}function classOfWord(e){if(e.length===1)return`technical`;let t=e.toLowerCase();return f.has(t)?`technical`:p.has(t)?`ambiguous`:`unknown`}
let h=String.raw`[A-Za-z0-9\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u200f\u2028-\u202f\u205f-\u{10ffff}]`,g=String.raw`(?<=Gecko\/)20100101|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?(?![A-Za-z0-9])|\d{1,2}\/\d{1,2}\/\d{4}(?: \d{1,2}:\d\d(?::\d\d)?)?(?![A-Za-z0-9])|(?:\d{1,4}\.)?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?![A-Za-z0-9:])`,_=String.raw`[+(]?\d(?:[\d\s().\/\-]{0,80}\d)?(?!${h})`,v=`${h}+`,y=RegExp(`(?<![A-Za-z0-9])(?:(${g})|(${_}))|(${v})`,`gu`),b=/^\d{1,5}(?:\.\d{1,6}){1,5}$/;
function piecesOf(e,{isFree:t}){let n=scan(e,t),r=!t&&n.some(e=>e.kind===`technical`)&&n.every(e=>e.kind!==`unknown`),i=[],a=0,add=(e,t)=>{let n=i.at(-1);n?.isHarmless===t?n.text+=e:e!==``&&i.push({text:e,isHarmless:t})};for(let{kind:t,start:i,end:o}of n){if(t!==`unknown`&&(t!==`ambiguous`||r))continue;let n=e.slice(a,i);add(n,!(a>0&&/^[\s.,'\u2019_\\-]{0,3}$/.test(n))),add(e.slice(i,o),!1),a=o}return add(e.slice(a),!0),i}function isHarmless(e){let t=scan(e,!1);return t.some(({
kind:e})=>e===`unknown`)?!1:t.every(({kind:e})=>e!==`ambiguous`)||t.some(({kind:e})=>e===`technical`)}function scan(e,t){let n=[];y.lastIndex=0;for(let r=y.exec(e);r;r=y.exec(e)){let[i,a,o]=r,s={start:r.index,end:r.index+i.length};if(a!==void 0)n.push({kind:`number`,...s});else if(o!==void 0){let a=b.test(i.replace(/^\(/,``))&&(!t||e[r.index-1]===`/`),o=i.replace(/\D/g,``).length<=6;n.push({kind:a||o?`number`:`unknown`,...s})}else n.push({kind:classOfToken(i),...s})}return n}
class JsonPart{start;end;isNumber;isKey;field;place;frame;treatment;replacement;constructor(e,t,n,r,i){this.start=e,this.end=t,this.isNumber=i===`number`,this.isKey=i===`key`,this.field=n,this.place=void 0,this.frame=r,this.treatment=void 0,this.replacement=void 0}}function partsOf(e,t,n){let r=json_scan(e,t,n),i=new PairNames(e,n);for(let t of r){if(t.isKey)continue;let{start:r,end:a,frame:o,field:s}=t;
s.isNameOfPair&&o.hasValue&&!t.isNumber?(t.isKey=!0,t.field=(o.nameStart===r?i.of(o):void 0)??n.of(unquoted(e,r,a))):(t.field=fieldOf(s,o,i),t.place=t.field.in(o.isList?o.parent?.key??n.none:o.key))}return r}class PairNames{json;names;last;constructor(e,t){this.json=e,this.names=t,this.last=t.none}of(e){let{name:t,nameStart:n,nameEnd:r}=e;if(t||r-n<=2)return t;let i=this.last.following(this.json,n),a=i??this.names.of(unquoted(this.json,n,r));
return i||this.last.isFollowedBy(a),this.last=a,e.name=a,a}}function json_scan(e,t,n){let r=[],i=newFrame(!0,t,void 0),a=t,o=t,s=!1;for(let t=0;t<e.length;t++){let c=e.charCodeAt(t);if(c===ee){let c;if(s){let s=o.following(e,t);c=s?t+s.quoted.length:endOfString(e,t),a=s??n.of(unquoted(e,t,c)),s||o.isFollowedBy(a),o=a,a.isValueOfPair&&(i.hasValue=!0),a.shown!==a.text&&r.push(new JsonPart(t,c,a,i,`key`))}else 
c=endOfString(e,t),a.isNameOfPair&&!i.isList&&(i.nameStart=t,i.nameEnd=c),c-t>2&&r.push(new JsonPart(t,c,a,i,`text`));s=!1,t=c-1}else if(c===E||c===O)i=newFrame(c===O,a,i),s=!i.isList;else if(c===D||c===te)i=i.parent??i;else if(c===T)s=!i.isList,i.isList&&(a=i.key);else if(c>=S&&c<=C){let n=endOfDigits(e,t);n-t>=x&&r.push(new JsonPart(t,n,a,i,`number`)),t=n-1}}return r}function newFrame(e,t,n){return{isList:e,key:t,parent:n,field:void 0,nameStart:0,nameEnd:0,name:void 0,hasValue:!1}}
function isJson(e){return/^\s*[{["]/.test(e)&&isParseable(e)}function isParseable(e){try{return JSON.parse(e),!0}catch{return!1}}let x=7,[S,C]=[48,57],[ee,w,T,E,D,O,te,ne]=[...`"\\,{}[] `].map(e=>e.charCodeAt(0));function fieldOf(e,t,n){if(!t.isList)return(e.isValueOfPair?n.of(t):void 0)??e;let r=[],i=t,a;for(;i.isList&&a===void 0&&(r.push(i),a=i.field,i.parent);)i=i.parent;let o=r.at(-1)?.key??e;a??=(!i.isList&&o.isValueOfPair?n.of(i):void 0)??o;for(let e of r)e.field=a;return a}
function endOfString(e,t){for(let n=e.indexOf(`"`,t+1);n>=0;n=e.indexOf(`"`,n+1)){let t=0;for(;e.charCodeAt(n-1-t)===w;)t++;if(t%2==0)return n+1}return e.length}function endOfDigits(e,t){let n=t+1;for(let t=e.charCodeAt(n);t>=S&&t<=C;t=e.charCodeAt(n))n++;return n}function unquoted(e,t,n){let r=e.slice(t+1,n-1);return r.includes(`\\`)?String(JSON.parse(e.slice(t,n))):r}function mayBeJson(e,t){let n=e.charCodeAt(t+1);return n===E||n===O||n===w||n===ne}
let k=/"(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z?)"/iy;function isIdOrTime(e,t,n){return n-t<21?!1:(k.lastIndex=t,k.test(e))}class TreatedText{rule;text;isKept;quoted;applications;first;second;constructor(e,t,n){this.rule=e,this.text=t,this.isKept=n,this.quoted=n?JSON.stringify(t):``,this.applications=applicationsIn(t)}}let re=/(?:ServicePrincipal|Application)_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi;
function applicationsIn(e){return e.length<=36||!e.includes(`_`)?A:[...e.matchAll(re)].map(([,e=``])=>e.toLowerCase())}let A=[];class TreatedTexts{table=Array(8192);inJson(e,t,n,r){if(r-n>302)return;let i=pairOf(e,t,n+1,r-1),a=this.table[i];if(a&&a.rule===e&&t.startsWith(a.quoted,n))return a;let o=this.table[i+1];if(o&&o.rule===e&&t.startsWith(o.quoted,n))return this.table[i]=o,this.table[i+1]=a,o}of(e,t){if(t.length>300)return new TreatedText(e,t,!1);
let n=pairOf(e,t,0,t.length),r=this.table[n];if(r&&r.rule===e&&r.text===t)return r;let i=this.table[n+1],a=i&&i.rule===e&&i.text===t?i:new TreatedText(e,ownText(t),!0);return this.table[n]=a,this.table[n+1]=r,a}}function pairOf(e,t,n,r){let i=hashOf(t,n,r,hashOf(e,0,e.length,0));return 2*((i^i>>>13)&4095)}function hashOf(e,t,n,r){let i=r;for(let r=t;r<n;r++)i=Math.imul(i,31)+e.charCodeAt(r)|0;return i}class LearnedNames{exempt;learned=[];known=new Map;taken=0;longestFirst;tracing;
constructor(e=j){this.exempt=e}isExempt(e){if(e.length!==36)return!1;let t=e.toLowerCase(),n=this.exempt.has(t);return this.tracing&&(n?this.tracing.isOwn=!1:this.tracing.asked.push(t)),n}learn(e,t){if(e.length<4||/^\d+$/.test(e))return;let n={folded:e.toLowerCase(),pseudonym:t};this.learned.push(n),this.tracing?.learned.push(n)}in(e){let t=[{text:e,isDone:!1}];if(e.length<4)return t;let n=e.toLowerCase();
return this.tracing?.searched.push(n),this.holdsOneOf([n])?(this.tracing&&(this.tracing.isOwn=!1),this.names().filter(e=>n.includes(e.folded)).reduce((e,t)=>replacedIn(e,e=>placesOf(e,t)),t)):t}trace(e,t){if(this.tracing)return{shown:t(),outcome:void 0};let n={learned:[],asked:[],searched:[],isOwn:!0};this.tracing=n;try{let r=t();return{shown:r,outcome:n.isOwn?outcomeOf(e,r,n):void 0}}finally{this.tracing=void 0}}repeat({learned:e,asked:t,searched:n}){for(let e of t)if(this.exempt.has(e))
return!1;if(n.length>0&&this.holdsOneOf(n))return!1;for(let t of e)this.learned.push(t);return this.tracing&&(this.tracing.learned.push(...e),this.tracing.asked.push(...t),this.tracing.searched.push(...n)),!0}holdsOneOf(e){let t=this.learned.length<=50?this.learned:this.names();for(let{folded:n}of t)for(let t of e)if(t.includes(n))return!0;return!1}names(){if(this.longestFirst&&this.taken===this.learned.length)return this.longestFirst;for(;this.taken<this.learned.length;this.taken++){
let e=this.learned[this.taken];e&&this.known.size<2e3&&this.known.set(e.folded,e)}return this.longestFirst=[...this.known.values()].sort((e,t)=>t.folded.length-e.folded.length),this.longestFirst}}let j=new Set;function outcomeOf(e,t,{learned:n,asked:r,searched:i}){return{shown:t===e?e:ownText(t),json:t===e?void 0:JSON.stringify(t),learned:n.map(({folded:e,pseudonym:t})=>({folded:ownText(e),pseudonym:ownText(t)})),asked:r.map(ownText),searched:i.map(ownText)}}function replacedIn(e,t){
return e.flatMap(e=>{if(e.isDone)return[e];let n=[],r=0;for(let{start:i,end:a,shown:o}of t(e.text))n.push({text:e.text.slice(r,i),isDone:!1},{text:o,isDone:!0}),r=a;return[...n,{text:e.text.slice(r),isDone:!1}]})}function placesOf(e,{folded:t,pseudonym:n}){let r=e.toLowerCase(),i=r.length===e.length?r:e,a=[];for(let r=i.indexOf(t);r>=0;r=i.indexOf(t,r+t.length)){let i=r+t.length;!isWordLetter(e[r-1])&&!isWordLetter(e[i])&&a.push({start:r,end:i,shown:n})}return a}function isWordLetter(e){
return e!==void 0&&/[\p{L}\p{N}]/u.test(e)}
let M=/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,N=/^(nt authority\\|nt service\\|microsoft\\|sharepoint\\system$|(serviceprincipal|application|group|role|policy)_|microsoft[. ]|spoappprincipal|spo app|sharinglinks\.|limited access system group|device configuration service$|o365 suiteux$|azure mfa strongauthenticationservice$|s-1-5-(18|19|20)$)/,P=/^(app@sharepoint|fim_password_service@support\.onmicrosoft\.com)$/,F=new Set(`not available.not-found.none.unknown.n/a.null.<null>.undefined.true.false.system.certificate.securitycompliancealerts.threatintel.airinvestigation.dlpagent.tenant.default.user.users.serviceprincipal.application.group.role.device.policy.other.organization.all.anyone.everyone.anonymous.everyone except external users.member.members.guest.owner`.split(`.`));
function isNonPersonal(e){let t=e.trim().toLowerCase();return t.includes(`@`)?P.test(t):F.has(t)||!/[\p{L}\p{N}]/u.test(t)?!0:N.test(t)&&isHarmless(e.replace(M,` `))}
let I=new Set(`inbox,sent items,deleted items,drafts,archive,calendar,contacts,tasks,notes,outbox,junk email,conversation history,recoverable items,deletions,purges,versions,rss feeds,sites,teams,personal,portals,documents,shared documents,general,sitepages,siteassets,forms,lists,style library,home.aspx,allitems.aspx,_layouts,_api,_vti_bin,15,16,users,home,desktop,downloads,windows,program files,appdata,local,roaming,temp,microsoft exchange hosted organizations,datainsights`.split(`,`));
function isEverywhere(e){return I.has(e.toLowerCase())||/^[a-z]:$|^[^\p{L}\p{N}]*$/iu.test(e)}function isMicrosoftHost(e){let t=L.exec(e);return t!==null&&isHarmless(e.slice(0,t.index))}
let L=/(^|\.)(microsoft\.(com|us)|microsoftonline\.(com|us)|office(365)?\.(com|us|net)|outlook\.com|live\.com|windows\.net|azure\.(com|us)|cloud\.microsoft|skype\.com|graph\.microsoft\.com|sharepointonline\.com|azurewebsites\.net)$/i,R=new Set(`doc docx docm dot dotx dotm rtf odt xls xlsx xlsm xlsb xlt xltx csv tsv ods ppt pptx pptm pps ppsx potx odp pdf txt md
  htm html mht xml json yaml yml log jpg jpeg png gif heic webp tif tiff bmp svg ico psd ai eps indd mp3 mp4 m4a m4v mov
  avi wav wmv mkv webm zip 7z rar tar gz tgz iso img vhd vhdx cab msg eml pst ost ics vcf one onetoc2 url lnk vsd vsdx mpp
  pub accdb mdb pbix dwg dxf bak old tmp bin dat db sql sqlite js jse ts py rb php java cs cpp c h ps1 psm1 bat cmd vbs vbe
  wsf wsh hta scr exe dll msi msix jar apk com pif reg cpl sys sh key pem pfx cer crt p12 kdbx rdp aspx asp master ttf woff
  css loop fluid whiteboard notebook form webpart dwp resx config ini inf`.split(/\s+/));
function isCommonExtension(e){return R.has(e.slice(1))}
let z=[[`url`,String.raw`https?:\/\/[^\s"'<>\\|^${"`"}{}]{1,4000}`],[`dn`,String.raw`(?<=\/cn=recipients\/cn=)[^\/;,"'\s]{1,200}`],[`sid`,String.raw`\bS-1-(?:5-21|12-1)(?:-\d{1,10}){3,14}\b`],[`guid`,`(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])`],[`puid`,`(?<![0-9a-z])1003[0-9a-f]{12}(?![0-9a-z])`],[`mac`,`(?<![0-9a-z:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-z:-])`],[`v6`,String.raw`(?<![\w:.])[0-9a-f]{0,4}(?:(?::[0-9a-f]{0,4}){1,6}:\d{1,3}(?:\.\d{1,3}){3}|(?::[0-9a-f]{0,4}){2,7})(?![\w:])`],[`v4`,String.raw`(?<![\w./-])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w-]|\.\d)`],[`host`,String.raw`(?<![\w.-])[a-z0-9][a-z0-9-]{0,62}\.(?:mail\.)?(?:onmicrosoft|sharepoint)\.(?:com|us|cn|de)(?![\w-])`]],B=[`email`,String.raw`[^\s<>()[\]{}\\,;:"|\/@]{1,128}@[^\s<>()[\]{}\\,;:"|\/@'!?#&=]{1,253}`],V=z.slice(0,1),H=patternOf(z),U=patternOf([...V,B,...z.slice(1)]),W=/[@:.\-/]|1003/,G=/@|:\/\/|::|\d\.\d|-[0-9a-f]{4}-|S-1-|1003|\/cn=|:[0-9a-f]{1,4}:|[0-9a-f]-[0-9a-f]{2}-|\.(?:onmicrosoft|sharepoint)\./i;
function matchesIn(e){if((0,o.W_)(e))return[{shape:`guid`,start:0,end:36}];if(!W.test(e)||!G.test(e))return[];let{pattern:t,names:n}=e.includes(`@`)?U:H,r=[];t.lastIndex=0;for(let i=t.exec(e);i;i=t.exec(e)){let e=n[i.findIndex((e,t)=>t>0&&e!==void 0)-1]??`url`;isOne(e,i[0])&&r.push({shape:e,start:i.index,end:i.index+lengthOf(e,i[0])})}return r}function isOne(e,t){return e===`email`?t.indexOf(`.`,t.indexOf(`@`))>0:e===`v4`||e===`v6`?groupsOfAddress(t.replace(/(\.\d+):\d+$/,`$1`))!==void 0:!0}
function lengthOf(e,t){return e===`url`?t.replace(/[.,;:!?)\]]+$/,``).length:e===`email`?t.replace(/[^\p{L}\p{N}]+$/u,``).length:t.length}function patternOf(e){return{pattern:new RegExp(e.map(([,e])=>`(${e})`).join(`|`),`gi`),names:e.map(([e])=>e)}}let K=1e4,q=4e3;class Pseudonyms{fingerprint;mac;digests={user:new Remembered(K),name:new Remembered(K),address:new Remembered(K),device:new Remembered(K),site:new Remembered(K),file:new Remembered(K),domain:new Remembered(K)};latest={asked:``,
digest:``};texts=new TreatedTexts;words={free:new Remembered(q),plain:new Remembered(q)};fields=new FieldNames(e=>this.inKey(e));constructor(e){this.mac=e,this.fingerprint=e(`key`).slice(0,16)}record(e,{isParsed:t}={isParsed:!1}){let{AuditData:n,RecordType:r,Operations:i,UserIds:a,Identity:o}=e,s=new Set,c=t||isParseable(n)?this.analyse(n,void 0,s):void 0,l=new LearnedNames(s);return c&&this.collect(c,l),{...e,RecordType:this.vocabulary(r),UserIds:this.inField(`user`,a,l),
Operations:this.vocabulary(i),AuditData:c?this.rewrite(c,l):this.inText(n,l),Identity:this.id(o,l)}}vocabulary(e){return this.inField(`vocabulary`,e,new LearnedNames)}user(e){return this.inField(`user`,e,new LearnedNames)}text(e){return this.inText(e,new LearnedNames)}filters(e){let t=new LearnedNames,all=(e,n)=>n.map(n=>this.inField(e,n,t));return{...e,users:all(`user`,e.users),ipAddresses:all(`address`,e.ipAddresses),objectIds:all(`object`,e.objectIds),...e.freeText===void 0?{}:{
freeText:this.inField(`subject`,e.freeText,t)}}}analyse(e,t,n){let r=t?.depth??0,i=partsOf(e,t?.field??this.fields.none,this.fields);for(let t of i){let{place:i,start:a,end:s}=t;if(!i||t.isNumber)continue;if(r<40&&mayBeJson(e,a)){let i=unquoted(e,a,s);if(isJson(i)){t.treatment=this.analyse(i,{field:t.field,depth:r+1},n);continue}}let c=i.hasOwnId&&r===0;if(i.keepsIds&&isIdOrTime(e,a,s)){if(c||i.hasApplications)for(let t of guidsIn(e.slice(a,s)))n.add(t);continue}let l=this.textAt(i,e,a,s);
if(t.treatment=l,c&&(0,o.W_)(l.text))n.add(l.text.toLowerCase());else if(i.hasApplications)for(let e of guidsIn(l.text))n.add(e);else for(let e of l.applications)n.add(e)}return{json:e,parts:i}}textAt(e,t,n,r){let{rule:i}=e,a=e.remembers,o=a?this.texts.inJson(i,t,n,r):void 0;if(e.sees(o!==void 0),o)return o;let s=unquoted(t,n,r);return a?this.texts.of(i,s):new TreatedText(i,s,!1)}collect(e,t){for(let n of e.parts){let{treatment:e}=n;
e instanceof TreatedText?n.replacement=this.first(e,t).json:e&&this.collect(e,t)}}rewrite(e,t){let n=``,r=0;for(let i of e.parts){let a=this.replacement(i,e.json,t);a!==void 0&&(n+=e.json.slice(r,i.start)+a,r=i.end)}return r===0?e.json:n+e.json.slice(r)}replacement({field:e,place:t,treatment:n,replacement:r,isNumber:i,start:a,end:o},s,c){if(!t)return e.shown===e.text?void 0:JSON.stringify(e.shown);if(i)return this.number(t.rule,s.slice(a,o));if(n instanceof TreatedText)
return isFree(n.rule)?this.second(n,c).json:r;if(!n)return;let l=this.rewrite(n,c);return l===n.json?void 0:JSON.stringify(l)}first(e,t){let n=e.first;if(n&&t.repeat(n))return n;let{rule:r,text:i}=e,work=()=>{if(!isFree(r))return this.byRule(r,i,t);for(let e of matchesIn(i))this.shaped(i,e,t);return i};if(!e.isKept)return resultOf(i,work());let a=t.trace(i,work);return e.first=a.outcome??e.first,a.outcome??resultOf(i,a.shown)}second(e,t){let n=e.second;if(n&&t.repeat(n))return n;let{rule:r,
text:i}=e,work=()=>r===`text`?this.inText(i,t):this.labelled(i,t);if(!e.isKept)return resultOf(i,work());let a=t.trace(i,work);return e.second=a.outcome??e.second,a.outcome??resultOf(i,a.shown)}number(e,t){if(e===`measure`||e===`vocabulary`)return t;let n=this.digest(`key`,`number ${t}`,60);return[...t].map((e,t)=>+(t===0)+Number.parseInt(n[t%60]??`0`,16)%9).join(``)}inKey(e){
return isKnownField(e)||/^@?odata\.[a-z.]{2,20}$|^__proto__$/i.test(e)?e:matchesIn(e).length>0?this.inText(e,new LearnedNames):isHarmless(e)?e:`${J.key}-${this.mac(`key\n${e}`).slice(0,10)}`}inField(e,t,n){return t===``?t:e===`key`?this.fields.of(t).shown:e===`text`?this.inText(t,n):e===`labelled`?this.labelled(t,n):this.first(this.texts.of(e,t),n).shown}byRule(e,t,n){
return n.isExempt(t)||isNonPersonal(t)?t:isHarmlessRule(e)?isHarmlessIn(e,t)?t:e===`id`?this.mixed(`guid`,t,n):e===`title`?this.mixed(`name`,t,n):this.inText(t,n,{isFree:!1}):e===`path`?this.path(t,n):e===`domain`?this.domain(t):(e===`object`||e===`site`)&&isPath(t)?this.path(t,n):this.mixed(e===`party`?`name`:e,t,n)}id(e,t){return e===``||isHarmlessIn(`id`,e)?e:this.mixed(`guid`,e,t)}mixed(e,t,n){if(e===`subject`)return this.whole(e,t,n);if(/^https?:\/\//i.test(t))return this.url(t,n);
let r=matchesIn(t);return r.length===0?/^\d{1,4}$/.test(t)?t:(e===`user`?t.split(/([;,]\s*)/):[t]).map(t=>isNonPersonal(t)?t:this.whole(e,t,n)).join(``):this.replaced(t,r,n,e=>{let t=/[\p{L}\p{N}].*[\p{L}\p{N}]/su.exec(e.replace(Y,``))?.[0]??``,r=/^\]?:\d{1,5}$/.test(e);return(/\p{L}{2,}/u.test(t)||t.replace(/\D/g,``).length>4)&&!r?e.replace(t,()=>this.whole(`name`,t,n)):e})}labelled(e,t){
return[/-([A-Za-z]+)[: ]\s*["']([^"']+)["']/g,/<([\w ]{1,60})>([^<]+)<\/\1>/g].reduce((e,n)=>replacedIn(e,e=>[...e.matchAll(n)].flatMap(e=>{let[n,r=``,i=``]=e,{rule:a}=this.fields.of(r).in(this.fields.of(`Parameters`)),o=e.index+n.indexOf(i,n.startsWith(`<`)?r.length+2:r.length+1);return a===`text`?[]:[{start:o,end:o+i.length,shown:this.inField(a,i,t)}]})),[{text:e,isDone:!1}]).map(e=>e.isDone?e.text:this.inText(e.text,t)).join(``)}inText(e,t,{isFree:n}={isFree:!0}){
return/^https?:\/\//i.test(e)&&e.indexOf(`://`)===e.lastIndexOf(`://`)&&!/[\r\n]/.test(e)?this.url(e,t):this.replaced(e,matchesIn(e),t,r=>t.in(r).map(t=>t.isDone?t.text:this.unknownWords(t.text,n,t.text===e)).join(``))}unknownWords(e,t,n){if(n||e.length>300)return this.newWords(e,t);let r=t?this.words.free:this.words.plain,i=r.get(e);if(i!==void 0)return i;let a=this.newWords(e,t);return r.set(ownText(e),ownText(a)),a}newWords(e,t){return piecesOf(e,{
isFree:t}).map(e=>e.isHarmless?e.text:`${J.text}-${this.digest(`text`,e.text,10)}`).join(``)}replaced(e,t,n,r){let i=0,a=``;for(let o of t)a+=r(e.slice(i,o.start))+this.shaped(e,o,n),i=o.end;return a+r(e.slice(i))}shaped(e,{shape:t,start:n,end:r},i){let a=e.slice(n,r);
return t===`email`?this.email(a,i):t===`url`?this.url(a,i):t===`guid`?this.guid(a,e.slice(0,n),i):t===`v4`||t===`v6`?this.address(a):t===`host`?this.domain(a):t===`dn`?this.whole(`user`,a,i):t===`puid`?sameCase(a,`1003${this.digest(`guid`,a,12)}`):t===`mac`?`02${(this.digest(`device`,a,10).match(/../g)??[]).map(e=>`:${e}`).join(``)}`:`${a.startsWith(`S-1-5`)?`S-1-5-21`:`S-1-12-1`}${sidParts(this.digest(`guid`,a,32))}`}whole(e,t,n){
let r=t.trim(),i=e===`file`?this.extension(r):``,a=`${J[e]}-${this.digest(e,r,10)}${i}`;return n.learn(r,a),r===t?a:t.replace(r,()=>a)}extension(e){let t=/\.[\p{L}\p{N}]{1,20}$/u.exec(e)?.[0].toLowerCase()??``;return t===``||isCommonExtension(t)?t:`.x${this.digest(`key`,`extension ${t}`,6)}`}email(e,t){let n=e.lastIndexOf(`@`),r=e.slice(0,n),i=e.slice(n+1);if(isNonPersonal(e))return e;if(/^(thread\.(v2|skype|tacv2)|unq\.gbl\.spaces)$/i.test(i))return`${this.inIds(r,t)}@${i}`;
if(/^1003[0-9a-f]{12}$/i.test(r))return`${sameCase(r,`1003${this.digest(`guid`,r,12)}`)}@${this.domain(i)}`;let a=this.mailbox(e),o=/^(.+)_([^_]+\.[^_]+)(#EXT#)$/i.exec(r),s=o?`${this.mailbox(`${o[1]}@${o[2]}`)}_${this.domain(o[2]??``)}${o[3]}@${this.domain(i)}`:`${a}@${this.domain(i)}`;return t.learn(e,s),t.learn(r,a),t.learn(e.replace(/[^a-z0-9]/gi,`_`),a),s}mailbox(e){return`u-${this.digest(`user`,e,10)}`}inIds(e,t){
return/^[0-9a-f]{32}$/.test(e)?e:e.replace(X,``).replace(`_`,``)===``?e.replace(X,(n,r)=>this.guid(n,e.slice(0,r),t)):this.whole(`guid`,e,t)}guid(e,t,n){if(n.isExempt(e)||/^0000000\w-0000-/.test(e)||/(serviceprincipal|application|policy|role)_$/i.test(t))return e;let r=this.digest(`guid`,e,32);return sameCase(e,[r.slice(0,8),r.slice(8,12),`4${r.slice(13,16)}`,`9${r.slice(17,20)}`,r.slice(20)].join(`-`))}address(e){
let t=/^(\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})$/.exec(e),n=groupsOfAddress(t?.[1]??e);if(!n||isReservedAddress(n))return e;let r=isMappedFour(n),i=n.join(`:`),a=r?`${n[6]}.${(n[7]??0)>>8}`:n.slice(0,3).join(`:`),o=this.digest(`address`,`net ${a}`,8),s=this.digest(`address`,i,8),c=`${isPrivate(n)?`fd00`:`3fff`}:${pseudonyms_short(isPrivate(n)?o.slice(0,4):o.slice(1,4))}:${pseudonyms_short(o.slice(4))}::${pseudonyms_short(s.slice(0,4))}:${pseudonyms_short(s.slice(4))}`;return t?`[${c}]${t[2]}`:c}
domain(e){let t=e.toLowerCase(),n=/^([a-z0-9-]+?)(-my|-admin)?\.sharepoint\.(?:com|us|cn|de)$/.exec(t);return n?`p-${this.digest(`domain`,n[1]??``,8)}${n[2]??``}.sharepoint.invalid`:isMicrosoftHost(t)?e:`p-${this.digest(`domain`,t,8)}.invalid`}url(e,t){let[,n=``,r=``,i=``,a=``,o=``]=/^(https?:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(e)??[];if(isMicrosoftHost(r))return n+r+this.inText(i+a+o,t);
let s=r.replace(/^.*@/,``).replace(/:\d+$/,``),c=groupsOfAddress(s.replace(/[[\]]/g,``))?`[${this.address(s.replace(/[[\]]/g,``))}]`:this.domain(s),l=[a,o].map(e=>e.length>1?`${e[0]}q-${this.digest(`site`,e,10)}`:e);return`${n}${c}${this.path(i,t)}${l.join(``)}`}path(e,t){let n=``;return e.split(/([\\/]+)/).map(e=>{if(/^[\\/]*$/.test(e))return e;let r=this.segment(e,n,t);return n=e.toLowerCase(),r}).join(``)}segment(e,t,n){let r=unescaped(e);if(isEverywhere(r)||n.isExempt(r))return e;
let i=[`sites`,`teams`,`personal`,`portals`].includes(t);return matchesIn(r).length>0?this.mixed(`file`,r,n):this.whole(i?`site`:`file`,r,n)}digest(e,t,n){let r=t.toLowerCase(),i=this.digests[e],a=i?.get(r);if(a!==void 0)return a.slice(0,n);let o=`${e}\n${r}`;this.latest.asked!==o&&(this.latest={asked:o,digest:this.mac(o)});let{digest:s}=this.latest;return r.length<=300&&i?.set(ownText(r),s),s.slice(0,n)}}let J={user:`u`,name:`n`,address:`a`,device:`d`,site:`s`,file:`f`,object:`o`,subject:`t`,
domain:`p`,guid:`g`,text:`x`,key:`k`},Y=/^\s*(smtp|sip|mailto|spo|x500|x400|user|i:0[^|]*\|membership|i:0[^|]*)[:_|]|^\W+/i,X=/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;function resultOf(e,t){return{shown:t,json:t===e?void 0:JSON.stringify(t)}}function isFree(e){return e===`text`||e===`labelled`}function guidsIn(e){return e.length<36?[]:(e.match(X)??[]).map(e=>e.toLowerCase())}function isHarmlessIn(e,t){
return(0,o.W_)(t)||e===`measure`&&/^-?\d{1,17}$|^\d{1,5}(\.\d{1,6}){1,5}$/.test(t)?!0:!matchesIn(t).some(({shape:e})=>e!==`guid`)&&isHarmless(t.includes(`-`)?t.replace(X,` `):t)}function isPath(e){return/[\\/]/.test(e)&&!/^https?:/i.test(e)}function unescaped(e){try{return e.includes(`%`)?decodeURIComponent(e):e}catch{return e}}function sameCase(e,t){return/[A-F]/.test(e)&&!/[a-f]/.test(e)?t.toUpperCase():t}function pseudonyms_short(e){return e.replace(/^0+(?=.)/,``)}function sidParts(e){
return(e.match(/.{8}/g)??[]).map(e=>`-${Number.parseInt(e,16)}`).join(``)}let Z=`(withheld)`;function redactPeople(e,t){let n=t.filter(e=>e.length>1).reduce((e,t)=>e.split(t).join(Z),e),r=0,i=``;for(let{shape:e,start:t,end:a}of matchesIn(n))e!==`guid`&&(i+=n.slice(r,t)+Z,r=a);return i+n.slice(r)}var ie=n(92616),Q=n(77598);function keyedHash(e){let t=e.length>64?(0,Q.createHash)(`sha256`).update(e).digest():e,n=Buffer.alloc(96,92),r=Buffer.alloc(256,54);for(let[e,i]of t.entries())
n[e]=i^92,r[e]=i^54;return e=>{let t=64+3*e.length;t>r.length&&(r=Buffer.concat([r.subarray(0,64)],t));let i=64+r.write(e,64);return n.write((0,Q.hash)(`sha256`,r.subarray(0,i),`binary`),64,`latin1`),(0,Q.hash)(`sha256`,n,`hex`)}}async function protectionOf(e){let{encryptTo:t,pseudonymKey:n}=e;return{...t.length>0?{encrypt:await(0,a.b2)(t),seal:(0,ie.xy)()}:{},...n===void 0?{}:{pseudonyms:new Pseudonyms(keyedHash(Buffer.from(n)))}}}async function protectionOfPart(e,{encryptTo:t,stateKey:n},{
whole:r,shard:o}){if(!e.encrypt||n===void 0)return e;let s=await(0,i.w)(n,r);return{...e,encrypt:await(0,a.b2)([...t,await(0,a.du)(s(o))])}}function mayBePublic({encrypt:e}){return e!==void 0}function lacksStateKey({encryptTo:e,stateKey:t}){return e.length>0&&t===void 0}function filtersOf(e,{pseudonyms:t}){return t?t.filters(e):e}function pseudonymous(e,{pseudonyms:t}){return t?{write:async(n,r)=>{for(let i=0;i<n.length;i+=$){let a=n.slice(i,i+$);
await e.write(a.map(e=>pseudonymousRow(e,t)),r)}},accept:(t,n)=>e.accept(t,n),take:t=>e.take(t)}:e}let $=500;function pseudonymousRow(e,t){return{...e,record:recordOf(e,t),workload:t.vocabulary(e.workload),recordTypeNumber:t.vocabulary(e.recordTypeNumber)}}function recordOf({record:e,malformed:t,displaced:n},i){if(!t||n)return i.record(e,{isParsed:!0});let a=`Withheld: a malformed text of ${(0,r.a)(e.AuditData.length,`character`)}`;return{...i.record({...e,AuditData:`{}`}),AuditData:a}}
function pseudonymousEntries(e,{pseudonyms:t}){return e.map(e=>t?reworded(e,e=>t.text(e)):e)}function openManifest(e,t){if(!e.encryption||e.pseudonyms)return e;let n=[...t.users,...t.ipAddresses,...t.objectIds,...t.freeText?[t.freeText]:[]],open=e=>redactPeople(e,n);return{...e,reasons:e.reasons.map(open),notes:e.notes.map(open),windows:e.windows.map(e=>reworded(e,open))}}function reworded(e,t){let{evidence:n,reason:r}=e;return{...e,evidence:{...n,warnings:n.warnings.map(t)},...r?{reason:{...r,
message:t(r.message)}}:{}}}}),84178:((e,t,n)=>{n.d(t,{Q3:()=>exportedStatus,so:()=>manifestInPlace,y8:()=>keptManifest});var r=n(76760),i=n(93480),a=n(5949),o=n(14684),s=n(49150),c=n(78469),l=n(14655),u=n(28464);async function exportedStatus(e,t,{path:n,owner:r},i){let a=await manifestInPlace(t,n,i)??await keptManifest(e,t,r,i);return a&&await(0,o.vv)(a,r)?a.status:void 0}async function manifestInPlace(e,t,n){let{disk:i}=e.world;try{
let o=String(await i.readFile((0,r.join)(t,`manifest.json`))),s=await e.whyNotFolder(t,await(0,u.n)(e,t),n);if(s===void 0)return c._8.safeParse((0,a.U4)(o)).data;n.info(`Refused: the export in ${t}: ${s}.`)}catch{}}async function keptManifest(e,t,{tenant:n,period:{label:r}},a){let o=(0,s.Cs)(e.artifactName,n,r),c=(0,i.Fy)(e.filters),{value:u}=await t.artifact({name:c?o:(0,s.Ri)(o),kind:c?`export`:`baseline`,read:e=>(0,l.zG)(e,t,{tenant:n,label:r})},a);return u}}),28464:((e,t,n)=>{n.d(t,{
J:()=>findPreviousExport,n:()=>filesIn});var r=n(76760),i=n(14684),a=n(33837),o=n(31616),s=n(49150),c=n(21952),l=n(19579),u=n(68922),d=n(91010);async function findPreviousExport(e,t,n,i){let{disk:o}=t.world,{path:c,owner:u,encrypted:f}=n;try{if(o.exists((0,r.join)(c,`manifest.json`))){let e=`the folder in place`,r=await t.whyNotFolder(c,await filesIn(t,c),i);if(r===void 0)return await proven(n,{path:c,inUse:!0,place:e,remove:async()=>{}},t,i);
i.warning(`The earlier export (${e}) is not proven, so nothing was taken from it: ${r}.`);return}if(f)return;let{value:l}=await t.artifact({name:(0,s.Cs)(e,u.tenant,u.period.label),kind:`export`,keep:!0,read:async({folder:e,artifact:s})=>{let remove=async()=>await(0,a.T)(o,(0,r.dirname)(e)),c=await proven(n,{path:e,inUse:!1,place:(0,d.g)(s),remove},t,i);if(c===void 0)throw notThis(u);return c}},i);return l}catch(e){i.warning(`The earlier export could not be used: ${(0,l.h_)(e).message}`);
return}}async function filesIn({world:{disk:e}},t){let n=new Set((await e.list(t)).filter(e=>e.isDirectory()).map(({name:e})=>e));return(0,i.EG)(await(0,i.wX)(e,t)).filter(e=>!n.has(e))}async function proven(e,{path:t,inUse:n,place:a,remove:s},{world:{disk:l}},d){let{faults:f,manifest:p}=await(0,c.M)(l,t,{inUse:n});if(p===void 0||f.length>0){d.warning(`The earlier export (${a}) is not proven, so nothing was taken from it: ${f[0]??`no manifest`}`);return}if(!await(0,i.vv)(p,e.owner))return;
let m=await l.readFile((0,r.join)(t,`manifest.json`)),h={manifest:p,sha256:(0,u.B)(m),place:a,remove:s},g=incomparable(p,e),_=p.files.find(o.W6);return g===void 0&&_?{...h,records:()=>(0,o.Xc)(()=>(0,o.Q4)(l,(0,r.join)(t,_.name)))}:(d.note(`The earlier export of this period (${a}) could not be compared with this one: ${g??`it holds no CSV with the cmdlet\u2019s columns`}.`),h)}function incomparable({encryption:e,pseudonyms:t,source:n},r){if(e)
return`it is encrypted, and the private key is not here`;if(n!==r.source)return`it was read through ${n}, this one through ${r.source}`;if(t?.key!==r.pseudonyms)return`people have other names in it, by another pseudonym-key or none`}function notThis({tenant:e,period:t}){return new l.HR({code:`ARTIFACT_OTHER_EXPORT`,message:`it is no proven export of ${t.label} of tenant ${e} with these filters`,remedy:`Nothing is to be done: it is not used.`})}}),79714:((e,t,n)=>{n.d(t,{g:()=>failed});
let r=RegExp(`^(WIRE_.+|PROXY_(LOGIN|REFUSED|UNREACHABLE)|UNEXPECTED|LOGIN_(UNREADABLE|NO_TOKEN|UNEXPECTED|REFUSED)|LOGIN_AADSTS(90033|90055|90024|50196|90006|90025|90036|50000)|(OIDC|IDENTITY|VAULT|EXCHANGE|GRAPH|ISSUE|MAIL)_UNREADABLE|(VAULT|EXCHANGE|GRAPH|MAIL|GITHUB|STORAGE|IDENTITY)_(UNAVAILABLE|THROTTLED)|EXCHANGE_(TRANSIENT|REDIRECT|ERROR|SEARCH_FAILED|INTERNAL_TIMEOUT)|GRAPH_(TOKEN|403_BARE|REDIRECT|ERROR)|ISSUE_(RATE_LIMIT|SECONDARY_LIMIT|UNAVAILABLE|REFUSED)|MAIL_REFUSED|SMTP_PUT_OFF|ARTIFACT_(UNREACHABLE|FAILED))$`);
function failed(e,t){let n=Number(t.evidence.status);return{name:e,verdict:t.code===`OIDC_REFUSED`&&(n===429||n>=500)||r.test(t.code)?`unknown`:`missing`,failure:t}}}),85547:((e,t,n)=>{n.d(t,{DR:()=>serviceTime,lP:()=>withSkew});function withSkew(e){let t=[];return{...e,fetch:async n=>{let r=e.now(),i=await e.fetch(n),a=e.now(),o=Date.parse(i.headers.get(`date`)??``);return!Number.isNaN(o)&&a-r<=2e4&&(t.push(o+500-(r+a)/2),t.length>15&&t.shift()),i},skew:()=>skewOf(t)}}function skewOf(e){
if(e.length<3)return 0;let t=[...e].sort((e,t)=>e-t),n=t[Math.floor(t.length/2)]??0;return Math.abs(n)>6e4?Math.round(n/1e3)*1e3:0}function serviceTime(e){return e.now()+(e.skew?.()??0)}})};