export const id=3383;export const ids=[3383,6523];export const modules={29933:((e,t,n)=>{n.d(t,{T_:()=>expiryWords,XS:()=>expiredOf,XZ:()=>i});var r=n(49414);let i=15552e6,a=864e5;function expiryWords(e){let t=e-i,n=Math.floor(t/a)*a,date=e=>(0,r.B9)(e).slice(0,10);
return[`Audit (Standard) keeps records for 180 days: what happened before ${(0,r.B9)(Math.floor(t/1e3)*1e3)} has expired, unless a licence keeps it longer.`,`The rest of ${date(n)} expires until ${(0,r.B9)(n+a+i)}, and ${date(n+a)} in the 24 hours after that.`]}function expiredOf({start:e,end:t},n){let a=n-i;
return t<=a?`all of it is over 180 days old, and has expired unless a licence keeps it longer`:e>=a?void 0:`what happened before ${(0,r.B9)(Math.floor(a/1e3)*1e3)} is over 180 days old, and has expired unless a licence keeps it longer`}}),39457:((e,t,n)=>{n.d(t,{Kc:()=>repositoryIsPublic,gt:()=>visibilityOf,j:()=>checkVisibility,nV:()=>recordedVisibility,zi:()=>whyNotUpload});var r=n(91564),i=n(49150),a=n(90524),o=n(19579);async function visibilityOf(e,{host:{facts:t},world:n,cancelled:i}){
if(t.isPublic===!0)return{is:`public`};let{githubToken:a}=e,o=await(0,r.Ul)(n,t,a,i);if(o.value===!1&&a!==void 0)return{is:`private`,by:`GitHub`};let s=a===void 0?o:await(0,r.Ul)(n,t,void 0,i);return o.value===!0||s.value===!0?{is:`public`}:t.isPublic===!1?{is:`private`,by:`event`}:e.repositoryVisibility===`private`?{is:`private`,by:`input`}:{is:`unknown`,because:o.because??`the answer names no visibility`}}async function checkVisibility(e,t,{isProtected:n}){let{host:r}=t;
if(t.synthetic||r.facts.repository===void 0)return{disclose:e.disclose,visibility:void 0};let i=await visibilityOf(e,t),o=e.allowPublic||n;if(i.is===`public`&&!o)throw repositoryIsPublic(r.facts);i.is===`unknown`&&e.upload!==`off`&&!o&&t.log.warning(`Whether this repository is public could not be learned (${i.because}): the month is read, and kept on the runner unless it is learned before the upload.`);let s=i.is===`unknown`?void 0:i.is===`public`;return{disclose:(0,a.rg)(e.disclose,s),
visibility:i}}async function whyNotUpload(e,t,{isProtected:n}){let{host:r}=t,a=`upload`in(0,i.d7)(e.upload,r)&&!t.synthetic,{repository:o}=r.facts,s=r.keepsArtifacts!==void 0;if(!a||s||e.allowPublic||n||o===void 0)return;let c=await visibilityOf(e,{...t,cancelled:new AbortController().signal});if(c.is!==`private`)return c.is===`public`?becamePublic(r.facts):visibilityUnknown(r.facts,c.because)}function recordedVisibility(e){return e===void 0?{}:{visibility:{repository:e.is,...e.is===`private`?{
by:e.by}:{}}}}let s=`Run this in a private repository, or encrypt the files (encrypt-to). Pseudonyms are not enough: who did how much, and when, stays. If the exposure is wanted, set allow-public: true.`;function repositoryIsPublic({repository:e}){return new o.HR({code:`REPOSITORY_PUBLIC`,message:`The repository ${e} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,remedy:s})}function becamePublic({repository:e}){return new o.HR({
code:`REPOSITORY_BECAME_PUBLIC`,message:`The repository ${e} is public, and was not known to be when the run began: nothing was uploaded.`,remedy:s})}function visibilityUnknown({repository:e},t){return new o.HR({code:`VISIBILITY_UNKNOWN`,message:`Whether the repository ${e} is public could not be learned (${t}), so nothing was uploaded.`,
remedy:`Run it again once GitHub\u2019s API answers, and let github-token read this repository. Or encrypt the files (encrypt-to), or state it where you know it: repository-visibility: private. On a runner that stays, the export lies in its folder.`})}}),73383:((e,t,n)=>{n.d(t,{runOverview:()=>runOverview});var r=n(76760),i=n(46011),a=n(71697),o=n(91098),s=n(26204),c=n(91564),l=n(39457),u=n(11688);function failingTenants({tenants:e},t){return e.map(e=>({name:e.name,
reasons:[...new Set(reasonsOf(e,t))]})).filter(({reasons:e})=>e.length>0)}function reasonsOf(e,t){let{needs:n,newest:r}=e,i=Math.max(-1,...t.map(e=>s.g.indexOf(e))),a=t.includes(`incomplete`)||i>=0&&r?.incidents===void 0,o=n.flatMap(n=>{let{kind:i,isUnknown:o}=n;if(o&&a&&i===`incidents`)return[dated(n,`incidents UNKNOWN`)];if(i===`export`){let i=r?.status===`provisional`&&!o?`provisional`:`incomplete`;return t.includes(i)||o&&a?[dated(n,exportWords(e,n))]:[]}
return i===`review`&&t.includes(`unreviewed`)?[dated(n,o?`review UNKNOWN`:`not reviewed`)]:[]});if(r===void 0||(r.records===0&&t.includes(`empty`)&&o.push(dated(r,`no records`)),r.review===`reviewed`))return o;let c=s.g.filter((e,t)=>t<=i&&(r.incidents?.[e]??0)>0).map(e=>`${r.incidents?.[e]} ${e}`);return c.length>0&&o.push(dated(r,`incidents (${c.join(`, `)})`)),o}function dated({period:e},t){return e===void 0?t:`${e}: ${t}`}function exportWords({newest:e,months:t},{period:n,isUnknown:r}){
let i=t.find(e=>e.period===n)?.status??`none`;return i===`unknown`||e!==void 0&&r?`export UNKNOWN`:i===`none`?`no export is kept`:`export ${i}`}var d=n(76246),f=n(49414),p=n(54019),m=n(27597);let h=`m365-audit-export/overview/1`,g=m.YjP().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),_=m.Whr().min(0),v=m.k5n([`complete`,`provisional`,`incomplete`]),y=m.rej({high:_,medium:_,low:_,info:_}).describe(`accepted ones left out`),b=m.k5n([`reviewed`,`open`,`unknown`]),x=m.rej({
rank:m.Whr().min(1).max(9).describe(`1 is looked at first; up to 4 it is urgent`),kind:m.k5n([`export`,`certificate`,`incidents`,`evidence`,`review`]),period:m.YjP().optional().describe(`the month it is about`),text:m.YjP(),remedy:m.YjP(),isUnknown:m.zMY().describe(`whether it is not known that anything is wrong`)}),S=m.rej({period:m.YjP(),
status:m.k5n([`complete`,`provisional`,`incomplete`,`none`,`unknown`]).describe(`none: no export is kept; unknown: GitHub did not say, or what is there is not trusted`),records:_.optional(),incidents:y.optional(),review:b.optional().describe(`absent where nothing is known of reviews`)}),C=m.rej({name:m.YjP(),id:m.YjP().optional().describe(`the directory\u2019s GUID, from the newest export`),attention:m.k5n([`urgent`,`due`,`none`]),
needs:m.YOg(x).describe(`by rank; empty where nothing needs a person`),newest:m.rej({period:m.YjP(),status:v,records:_,incidents:y.optional().describe(`absent where the export left no history`),review:b.optional(),finished:g,run:m.YjP().optional().describe(`its page`),expires:g.optional().describe(`of the artifact`),
archived:m.KCZ([g,m.euz(`forever`)]).optional().describe(`until when an archive keeps the evidence`)}).optional().describe(`of the newest month that can be used; absent where there is none`),certificate:m.rej({notAfter:g,days:m.Whr().describe("whole days from `checked` on")}).optional().describe(`that signed in last; absent where GitHub\u2019s OIDC token did, or nothing is known`),months:m.YOg(S).describe(`that have ended, oldest first, twelve at most`)}),w=m.rej({schema:m.euz(h),checked:g,
timezone:m.YjP(),month:m.YjP().describe(`the last one that has ended`),tenants:m.YOg(C).describe(`those that need a person first`)});function overviewText(e){return`${JSON.stringify(w.parse(e),null,2)}\n`}function overviewOf(e,t){let n=sharedIds(e),r=e.map(e=>tenantOf(e,t,n.get(e.name))),worst=({needs:[e]})=>e?.rank??10;return r.sort((e,t)=>worst(e)-worst(t)||t.needs.length-e.needs.length||(0,d.n)(e.name,t.name)),{schema:h,checked:(0,f.B9)(t.now),timezone:t.timezone,month:t.ended[0]?.label??``,
tenants:r}}function sharedIds(e){let t=new Map;for(let{name:n,newest:r}of e){let e=r?.manifest.tenant;e!==void 0&&t.set(e,[...t.get(e)??[],n])}let n=new Map;for(let e of t.values())if(e.length>1)for(let t of e)n.set(t,e.filter(e=>e!==t).join(`, `));return n}function tenantOf(e,t,n){let{newest:r}=e,i=monthsOf(e,t),a=[...needsOf(e,i,t),...n===void 0?[]:[sharedNeed(n)]];a.sort((e,t)=>e.rank-t.rank||(0,d.n)(t.period??``,e.period??``));let o=r?.manifest.certificate?.notAfter,s=a.some(({
rank:e})=>e<=D)?`urgent`:a.length>0?`due`:`none`;return{name:e.name,...r?{id:r.manifest.tenant}:{},attention:s,needs:a,...r?{newest:newestOf(r,e.reviews)}:{},...o===void 0?{}:{certificate:{notAfter:o,days:Math.floor((Date.parse(o)-t.now)/T)}},months:i}}let T=864e5;function newestOf({manifest:e,months:t,expires:n,archived:r},i){let{period:a,status:o,records:s,run:c}=e,l=t.at(-1),u=i.get(a.label)??l?.review?.status,d=n===void 0?NaN:Date.parse(n);return{period:a.label,status:o,records:s,...l?{
incidents:l.incidents}:{},...u?{review:u}:{},finished:c.finished,...c.url===void 0?{}:{run:c.url},...Number.isNaN(d)?{}:{expires:(0,f.B9)(d)},...r===void 0?{}:{archived:r===`forever`?r:(0,f.B9)(r)}}}function monthsOf({newest:e,missed:t,others:n,reviews:r},{ended:i}){let a=new Map([...e?.months??[],...n].map(e=>[e.period,e])),o=e?.manifest,s=i.map(({label:e})=>{let n=a.get(e),i=r.get(e)??n?.review?.status,s=i?{review:i}:{};return n?{period:e,status:n.status,records:n.records,
incidents:n.incidents,...s}:o?.period.label===e?{period:e,status:o.status,records:o.records,...s}:{period:e,status:t.get(e)?.isNone??!0?`none`:`unknown`,...s}}),c=s.findLastIndex(({status:e})=>e!==`none`);return s.slice(0,c+1).reverse()}function needsOf(e,t,n){let{newest:r,missed:i,name:a,environment:o}=e,{ended:s,now:c,asksReviews:l}=n;if(r===void 0)return[noExport(a,i,n)];let u=new Map(s.map(e=>[e.label,e])),{manifest:d,expires:f,archived:m}=r,h=f===void 0?NaN:Date.parse(f),g=t.flatMap(e=>{
let t=u.get(e.period);if(t===void 0)return[];let n=e.period===d.period.label;return[{label:e.period,start:t.start,end:t.end,export:e.status,because:i.get(e.period)?.because,...reviewIn(e,{asksReviews:l,isNewest:n}),...n&&!Number.isNaN(h)?{expires:h}:{},...n&&m!==void 0?{archived:m}:{}}]}),{certificate:_,tenant:v,cloud:y}=d,b={repository:n.repository,environment:o,tenant:v,cloud:y},x=(0,p.N)({months:g,workflows:[],..._?{certificate:{notAfter:Date.parse(_.notAfter)}}:{},
place:b},c).flatMap(e=>needOfItem(e,{months:t,certificateEnded:Date.parse(_?.notAfter??``)<=c}));return[...x,...incompleteAtOnce(d,x,b),...incidentNeeds(e,l)]}function reviewIn({review:e},{asksReviews:t,isNewest:n}){return!t||e===void 0&&!n?{}:{review:e??`open`}}function needOfItem({kind:e,name:t,isUnknown:n,text:r,remedy:i},{months:a,certificateEnded:o}){if(e===`workflow`||e===`history`)return[];let[s]=/\d{4}-\d\d/.exec(t)??[],c=a.find(e=>e.period===s)?.status===`provisional`;return[{rank:{
export:n?E.unknown:c?E.provisional:E.notExported,certificate:o?E.certificateEnded:E.certificate,evidence:E.evidence,review:E.review}[e],kind:e,...s===void 0?{}:{period:s},text:r,remedy:i,isUnknown:n}]}let E={unknown:1,notExported:2,certificateEnded:3,highIncidents:4,certificate:5,evidence:6,provisional:7,review:8,mediumIncidents:9},D=E.highIncidents;function noExport(e,t,{ended:n,repository:r}){let i=n[0]?.label,a=[...t.values()].find(({isNone:e})=>!e);return{rank:E.unknown,kind:`export`,
isUnknown:!0,...i===void 0?{}:{period:i},text:a?`Whether ${e} was exported is UNKNOWN (${a.because}).`:`No export of ${e} is kept: it was never made, or its artifacts expired.`,remedy:r===void 0?`Start the job that exports ${e}. Give the same state-directory, artifact-name and state-key as the export has.`:`Start the export\u2019s workflow for ${e}. Name that workflow in trusted-workflows, and give the same artifact-name and state-key as the export has.`}}function incompleteAtOnce({status:e,
period:t},n,r){return e!==`incomplete`||n.some(e=>e.kind===`export`&&e.period===t.label)?[]:[{rank:E.notExported,kind:`export`,period:t.label,isUnknown:!1,text:`${t.label}: its export is incomplete.`,remedy:`${(0,p.F)(t.label,r)} It reads what is missing.`}]}function incidentNeeds({newest:e,reviews:t},n){let r=e?.months.at(-1);if(e===void 0)return[];let{
label:i}=e.manifest.period,o=n?`Read report.html in its artifact, and comment on the month\u2019s issue.`:`Read report.html in its artifact; accept what is known with a reason.`;if(r===void 0){let e=`${i}: its incidents are UNKNOWN, since its export left no history.`;return[{rank:E.highIncidents,kind:`incidents`,period:i,isUnknown:!0,text:e,remedy:`Export it again with this version.`}]}if((t.get(i)??r.review?.status)===`reviewed`)return[];let{high:s,medium:c}=r.incidents;if(s+c===0)return[];
let l=[...s>0?[`${s} high`]:[],...c>0?[`${c} medium`]:[]].join(`, `),u=`${i}: ${(0,a.a)(s+c,`incident`)} (${l}), not reviewed.`;return[{rank:s>0?E.highIncidents:E.mediumIncidents,kind:`incidents`,period:i,isUnknown:!1,text:u,remedy:o}]}function sharedNeed(e){return{rank:E.unknown,kind:`export`,isUnknown:!0,text:`Its newest export is of the same tenant as that of ${e}: of which tenant it is, is UNKNOWN.`,remedy:`Correct tenant-id in the file of tenants, and export the month again.`}}
var O=n(5949),k=n(5450),A=n(63021);function countsOf({tenants:e,month:t}){let attention=t=>e.filter(e=>e.attention===t).length,isProven=({months:e})=>[`complete`,`provisional`].includes(e.find(({period:e})=>e===t)?.status??`none`),n=e.map(({newest:e})=>e?.review===`reviewed`?0:e?.incidents?.high??0);return{tenants:e.length,urgent:attention(`urgent`),due:attention(`due`),notProven:e.filter(e=>!isProven(e)).length,highIncidents:n.reduce((e,t)=>e+t,0)}}function overviewTitle(e){let{tenants:t,
urgent:n,due:r}=countsOf(e),i=n+r,o=i===0?`nothing needs a person`:`${(0,a.o)(i)} need${i===1?`s`:``} a person`;return`Microsoft 365 audit log: overview of ${(0,a.a)(t,`tenant`)}, ${o}`}let j={name:`Tenant`,period:`Newest month`,status:`Export`,high:`High`,medium:`Medium`,low:`Low`,review:`Review`,archived:`Archived until`,certificate:`Certificate`};function tenantRow({name:e,newest:t,certificate:n,months:r}){if(t===void 0)return{name:e,period:`\u2013`,
status:r.some(e=>e.status===`unknown`)?`UNKNOWN`:`none is kept`,high:`\u2013`,medium:`\u2013`,low:`\u2013`,review:`\u2013`,archived:`\u2013`,certificate:`\u2013`};let{period:i,status:o,incidents:s,review:c,archived:l}=t,number=e=>e===void 0?`?`:(0,a.o)(e);return{name:e,period:i,status:o,high:number(s?.high),medium:number(s?.medium),low:number(s?.low),review:c===void 0?`\u2013`:{reviewed:`reviewed`,open:`not reviewed`,unknown:`UNKNOWN`}[c],
archived:l===void 0?`\u2013`:l===`forever`?`no end`:l.slice(0,10),certificate:n===void 0?`\u2013`:daysLeft(n.days)}}function daysLeft(e){return e<0?`ended`:(0,a.a)(e,`day`)}let M={complete:`C`,provisional:`P`,incomplete:`I`,none:`\u2013`,unknown:`?`},N=`C complete, P provisional, I incomplete, \u2013 no export is kept, ? UNKNOWN; a number counts incidents of high severity, \u2713 is a reviewed month`;function monthMark({status:e,incidents:t,review:n}){let r=t?.high??0;
return[M[e],...r>0?[(0,a.o)(r)]:[],...n===`reviewed`?[`\u2713`]:[]].join(` `)}function monthWords({status:e,incidents:t,review:n}){let r={none:`no export is kept`,unknown:`unknown`,complete:``,provisional:``,incomplete:``}[e],i=t?.high??0;return[r||e,...i>0?[`${(0,a.a)(i,`incident`)} of high severity`]:[],...n===`reviewed`?[`reviewed`]:[]].join(`, `)}function monthLabels({tenants:e}){return[...new Set(e.flatMap(({months:e})=>e.map(({period:e})=>e)))].sort().reverse()}function monthRow({
months:e},t){let n=new Map(e.map(e=>[e.period,e]));return t.map(e=>n.get(e)??{period:e,status:`none`})}function overviewSections(e){let t=e.tenants.filter(({attention:e})=>e!==`none`),n=Object.keys(j),r=e.tenants.map(e=>{let t=tenantRow(e);return n.map(e=>(0,A.FV)(t[e]))});return[overviewCountsSection(e),...t.length>0?[`## What needs a person\n\n${t.map(needsText).join(`
`)}`]:[],`## Tenants\n\n${(0,A.Qj)(n.map(e=>j[e]),r)}`,...monthsSection(e)]}function overviewCountsSection(e){let{tenants:t,
urgent:n,due:r,notProven:i,highIncidents:o}=countsOf(e);return[`# Microsoft 365 audit log: ${(0,a.a)(t,`tenant`)}`,`${(0,a.o)(n)} urgent, ${(0,a.o)(r)} due. ${(0,a.a)(i,`tenant`)} without a proven ${(0,A.FV)(e.month)}, ${(0,a.a)(o,`incident`)} of high severity not reviewed. Checked at ${e.checked}.`].join(`

`)}function needsText({name:e,attention:t,needs:n}){let r=n.slice(0,6).map(({text:e,remedy:t})=>`  - ${(0,A.FV)(e,500)} ${(0,A.FV)(t,400)}`),i=n.length>6?[`  - and ${n.length-6} more`]:[];
return[`- **${(0,A.FV)(e)}** (${t}):`,...r,...i].join(`
`)}function monthsSection(e){let t=monthLabels(e);if(t.length===0)return[];let n=e.tenants.map(e=>[(0,A.FV)(e.name),...monthRow(e,t).map(e=>(0,A.FV)(monthMark(e)))]);return[`## Months\n\n${(0,A.Qj)([`Tenant`,...t],n)}\n\n${(0,A.FV)(N,400)}`]}let P=m.rej({artifacts:m.YjP(),told:m.YOg(m.YjP())}),F=`<!-- m365-audit-overview `;function readOverviewMemory(e){if(!e.startsWith(F))return;let t=e.indexOf(` -->`);
return P.safeParse((0,O.U4)(e.slice(25,Math.max(t,0)))).data}function toldBy({tenants:e}){return e.flatMap(({name:e,needs:t})=>t.map(({kind:t,period:n,text:r})=>({name:[e,t,...n?[n]:[]].join(` `),text:`${e}: ${r}`})))}function overviewBody(e,t){let n=toldBy(e).slice(0,600),r=JSON.stringify({artifacts:t,told:n.map(({name:e})=>e)}),i=`${F}${r.replaceAll(`<`,`\\u003c`).replaceAll(`>`,`\\u003e`)} -->`,a=overviewSections(e).map(k.jQ);
return`${i}\n\n${(0,A.LE)(a,6e4-i.length-33)}

_Every run replaces this text._`}function overviewNews(e,t){let n=new Set(t.told),r=toldBy(e).filter(({name:e})=>!n.has(e));if(r.length===0)return;let i=r.slice(0,20).map(({text:e})=>`- ${(0,A.FV)(e,500)}`),a=r.length>20?[`- and ${r.length-20} more`]:[];return(0,k.jQ)(`New:\n\n${[...i,...a].join(`
`)}`)}var I=n(66523),L=n(97253),R=n(34358);function overviewPage(e){let t=new R.ru(e.timezone);return(0,I.rN)({title:overviewTitle(e),
style:L.i+`
.urgent { --severity: var(--high); } .due { --severity: var(--medium); }
#months td, #tenants td { min-width: 0; white-space: nowrap; } #months th, #months td { padding-right: 0.5rem; }
.mark { white-space: nowrap; font-weight: 650; color: var(--muted); }
.mark.complete { color: var(--complete); } .mark.provisional { color: var(--provisional); } .mark.incomplete, .mark.unknown { color: var(--incomplete); }
`,
body:(0,I.qy)`${header(e,t)}
<main>
${(0,I.uW)(`needs`,`What needs a person`,needs(e))}
${(0,I.uW)(`tenants`,`Tenants`,tenantTable(e))}
${(0,I.uW)(`months`,`Months`,monthTable(e))}
</main>
<footer><p>Made from what the exports of each tenant left: no record is in it. Tenants of which nothing is known stand first, and never count as in order.</p></footer>`})}function header(e,t){let{tenants:n,urgent:r,due:i,notProven:o,
highIncidents:s}=countsOf(e),fact=(e,t)=>(0,I.qy)`<div><dt>${e}</dt><dd>${(0,a.o)(t)}</dd></div>`;
return(0,I.qy)`<header>
<p class="eyebrow">Microsoft 365 audit log</p>
<h1>Overview of ${(0,a.a)(n,`tenant`)}</h1>
<p class="muted">Checked at ${(0,I.uG)(t,Date.parse(e.checked))} (${(0,I.pj)(e.timezone)}). The last month that has ended is ${(0,I.pj)((0,R.dN)(e.month))}.</p>
<dl class="facts">
${fact(`Tenants`,n)}
${fact(`Urgent`,r)}
${fact(`Due`,i)}
${fact(`Month not proven`,o)}
${fact(`High, not reviewed`,s)}
</dl>
<nav aria-label="On this page"><ul><li><a href="#needs">What needs a person</a></li><li><a href="#tenants">Tenants</a></li><li><a href="#months">Months</a></li></ul></nav>
</header>
`}
function needs({tenants:e}){let t=e.filter(({attention:e})=>e!==`none`);return t.length===0?(0,I.qy)`<p>Nothing needs a person.</p>`:(0,I.qy)`${t.map(({name:e,attention:t,needs:n})=>(0,I.qy)`<article class="incident ${t}">
<h3><span class="severity">${t===`urgent`?`Urgent`:`Due`}</span> ${(0,I.pj)(e)}</h3>
<ul>${n.map(({text:e,remedy:t})=>(0,I.qy)`<li>${(0,I.pj)(e,500)} <span class="muted">${(0,I.pj)(t,400)}</span></li>`)}</ul>
</article>
`)}`}let z=[`high`,`medium`,`low`,`certificate`];
function tenantTable({tenants:e}){let t=Object.keys(j),cell=(e,t,n)=>{let r=e.newest?.run,i=(0,I.pj)(t[n]);return n===`status`?(0,I.qy)`<span class="mark ${e.newest?.status??`unknown`}">${i}</span>`:n===`period`&&r!==void 0&&/^https:\/\/[\w.-]+(:\d+)?\/[\w./-]*$/.test(r)?(0,I.qy)`<a href="${r}" rel="noreferrer">${i}</a>`:i};return(0,I.I$)(`Newest month of each tenant; incidents are those that are not accepted.`,t.map(e=>({head:j[e],number:z.includes(e)})),e.map(e=>{let n=tenantRow(e);
return t.map(t=>cell(e,n,t))}))}function monthTable(e){let t=monthLabels(e);return t.length===0?(0,I.qy)`<p>No month of any tenant is known.</p>`:(0,I.qy)`<p class="muted">${N}.</p>${(0,I.I$)(`Months that have ended, newest first.`,[{head:`Tenant`},...t.map(e=>({head:e}))],e.tenants.map(e=>[(0,I.pj)(e.name),...monthRow(e,t).map(e=>(0,I.qy)`<span class="mark ${e.status}" role="img" aria-label="${monthWords(e)}">${monthMark(e)}</span>`)]))}`}
var B=n(79323),V=n(58949),H=n(80380),U=n(49150),W=n(6402),G=n(85545),K=n(77783),q=n(9714),J=n(25415),Y=n(35908),X=n(47e3),Z=n(58262),Q=n(19579);async function runOverview(e,t){let{host:n,world:r}=t,i={value:(0,Z.r)(e.repository,n.facts),enumerable:!0},a={...t,host:Object.create(n,{facts:i})};try{let i=await(0,J.J)(e.tenants,t);if(`mistakes`in i)return(0,H.qn)(n,i.mistakes);let o=r.now(),{timezone:s}=e,c=endedMonths(o,s),l=await whyNotShown(e,t);l&&n.warning(`${l.message} ${$}`);
let d=a.host.facts.repository!==n.facts.repository,{repositoryVisibility:f,...p}=e,m=d?await whyNotShown(p,a):l,h=e.issue.mode===`never`?void 0:m,g=new u.s(l?ee:n),_=overviewOf(await n.group(`Look`,()=>learn(i.tenants,e,a,{log:g,ended:c})),{now:o,timezone:s,ended:c,asksReviews:e.review!==void 0,repository:a.host.facts.repository}),v={"overview.html":overviewPage(_),"overview.md":`${overviewSections(_).join(`

`)}\n`,"overview.json":overviewText(_)};for(let e of needLines(_))g.info(e);
let y=await keep(v,_,{settings:e,context:t}),b=h?void 0:await tell(_,e,a);await(0,H.Q7)(n,{status:statusOf(_),directory:e.directory,outputs:outputsOf(_,b),sections:l?[overviewCountsSection(_),`${(0,A.FV)(l.message,400)} ${$}`]:overviewSections(_),uploaded:y,untold:h,failing:failing(_,e.failOn,{names:l===void 0})})}catch(e){(0,H.xV)({host:n,failOn:[],directory:``},(0,Q.h_)(e))}}function needLines({tenants:e}){let t=e.flatMap(({name:e,attention:t,needs:n})=>n.map(({text:n,
remedy:r})=>`${e} (${t}): ${n} ${r}`)),n=t.length>200?[`and ${t.length-200} more`]:[];return[...t.slice(0,200),...n]}let $=`Names and verdicts of tenants are left out here.`,ee={info:()=>{},warning:()=>{}};function endedMonths(e,t){let n=[];for(let r=(0,o.ZV)(e,t);n.length<12;){let{label:e,start:i}=(0,o.aV)({start:r,timezone:t});n.push({label:e,start:i,end:r}),r=i}return n}async function learn(e,t,{host:n,world:r,cancelled:i},{log:a,ended:o}){let s=(0,c.ew)(r,n.facts,t.githubToken),l=new W.$(t,{
host:n,world:r},i,{list:s,mostRuns:1e3});return await(0,Y.H)(e,4,e=>factsOf(e,t,{runs:l,log:a,ended:o}))}async function factsOf({name:e,tenantId:t,environment:n},r,{runs:a,log:o,ended:s}){let c=r.artifactName,l=s.map(({label:e})=>e),u={name:e,id:(0,X.OY)(t)},{newest:d,missed:f}=await(0,K.pH)(c,a,u,l,o);if(d===void 0)return{name:e,missed:f,others:[],reviews:new Map};let{manifest:p,months:m}=d,h=new Set(m.map(({
period:e})=>e)),g=m[0]?.period??p.period.label,_=l.filter(e=>e<p.period.label&&e>g&&!h.has(e)),v=[],y=new Map(f);for(let t of _){let n=await(0,K.XT)(c,a,{name:e,id:p.tenant,label:t},o),r=n.value?.months.at(-1);r?v.push(r):n.value===void 0&&y.set(t,{because:n.because,isNone:n.isNone===!0})}let b=new Map,x=(0,K.gf)(c,e),S={tenant:p.tenant,label:p.period.label},C=await(0,G.n)(x,a,S,o);
r.review?b.set(S.label,(0,G.G)(r.review,d,C.value)):C.value?.newest&&b.set(S.label,(0,G.G)(C.value.newest,d,C.value));for(let e of[...m,...v]){if(e.period===S.label||e.review?.status===`reviewed`)continue;let t=await(0,G.n)(x,a,{...S,label:e.period},o);t.value===void 0?b.set(e.period,`unknown`):t.value.newest&&b.set(e.period,t.value.newest.status)}let w=(0,i.hS)(C.value?.places??[],(0,q.e)(p));return{name:e,environment:n,newest:{...d,archived:w},missed:y,others:v,reviews:b}}
async function keep(e,t,{settings:n,context:i}){let{host:a,world:o}=i,s=(0,r.resolve)(a.facts.workspace,n.directory);await o.disk.makeFolder(s);for(let[t,n]of Object.entries(e))await o.disk.writeFile((0,r.join)(s,t),n);let c=(0,U.d7)(n.upload,a);if(`failure`in c)return{uploadFailure:c.failure};if(`off`in c)return{};let u=await(0,l.zi)(n,i,{isProtected:!1});if(u)return{uploadFailure:u};let d=(0,K.gf)(n.artifactName,X.f9).replaceAll(`<period>`,t.month),f=Object.keys(e).map(e=>(0,r.join)(s,e));try{
return{artifact:await c.upload({name:d,root:s,files:f,retentionDays:n.retentionDays})}}catch(e){return{uploadFailure:(0,Q.h_)(e)}}}async function whyNotShown(e,t){let{repository:n}=t.host.facts;if(n===void 0||e.allowPublic)return;let r=await(0,l.gt)(e,t);if(r.is!==`private`)return new Q.HR({code:`OVERVIEW_NOT_PRIVATE`,
message:r.is===`public`?`The repository ${n} is public: everyone could read there how each tenant fares.`:`Whether the repository ${n} is public could not be learned (${r.because}).`,remedy:`Run this in a private repository, and keep the issue in one. Where GitHub does not answer, state it where you know it: repository-visibility: private. If the exposure is wanted, set allow-public: true.`})}async function tell(e,t,{host:n,world:r,cancelled:i}){if(t.issue.mode===`never`)return;let a=(0,B.u)({
world:r,facts:n.facts,token:t.githubToken,signal:i}),o=t.artifactName,s=await(0,V.R)(a,e=>{let t=readOverviewMemory(e);return t?.artifacts===o?t:void 0}),c=e.tenants.some(({attention:e})=>e!==`none`);if(t.issue.mode===`findings`&&s===void 0&&!c)return;let l={known:s?.issue,title:overviewTitle(e),body:overviewBody(e,o),isOpen:c,news:s&&overviewNews(e,s.memory)};return await(0,V.p)(a,l,t.issue,n)}function statusOf({tenants:e}){return e.some(({needs:e})=>e.some(({kind:e,
isUnknown:t})=>e===`export`||t))?`incomplete`:e.some(({attention:e})=>e!==`none`)?`provisional`:`complete`}function outputsOf(e,t){let{tenants:n,month:r}=e,i=n.flatMap(e=>e.newest?.incidents?[e.newest.incidents]:[]),open=e=>i.reduce((t,n)=>t+n[e],0),a=n.map(({name:e,attention:t,newest:n})=>({tenant:e,attention:t,period:n?.period??``,status:n?.status??`unknown`}));return{period:r,incidents:String(s.g.reduce((e,t)=>e+open(t),0)),"highest-severity":s.g.find(e=>open(e)>0)??`none`,"issue-url":t??``,
overdue:toldBy(e).map(({name:e})=>e).join(`,`),tenants:JSON.stringify(a)}}function failing(e,t,{names:n}){let r=failingTenants(e,t);if(r.length===0)return[];let i=r.slice(0,20).map(({name:e,reasons:t})=>`${e} (${t.slice(0,3).join(`; `)})`),o=r.length>20?` and ${r.length-20} more`:``;return[`${(0,a.a)(r.length,`tenant needs`,`tenants need`)} attention${n?`: ${i.join(`, `)}${o}`:``}. The step fails because fail-on says so; the overview is written.`]}}),79323:((e,t,n)=>{n.d(t,{u:()=>gitHubIssues});
var r=n(58354),i=n(19579),a=n(38475),o=n(37267);let s=`permissions: {contents: read, actions: read, issues: write}`;function refusedIssue(e){let{status:t,headers:n}=e.answer,r=(0,o.V9)(e.json),a=(0,o.zh)({status:t,words:r,headers:n}),s=a===`rate-limit`?(0,o.rZ)(n):void 0,{code:c,remedy:u}=l[a],d=n.get(`x-github-request-id`),f=new i.HR({code:c,message:`GitHub does not take the issue in ${e.repository}${r?`: ${r.replace(/[\s.]+$/,``)}`:` (${t})`}.`,remedy:u({...e,status:t,renewed:s}),evidence:{
status:String(t),...d?{"request-id":d}:{}}});return a===`unavailable`?{retry:f}:a===`secondary-limit`||a===`rate-limit`&&(s===void 0||s-e.now<=e.longest)?{retry:f,throttled:!0}:{failed:f}}function isPersonal(e){return/^(ghp|gho|github_pat)_/.test(e)}
let c=`leave github-token out, which takes the job\u2019s own, and write \`${s}\``,jobPermission=()=>`The job\u2019s token lacks the right. An editor of the workflow writes at its top, or in the job: \`${s}\` (with id-token: write where that is used). If the lines are there, an organisation or repository owner has limited the token: Settings \u2192 Actions \u2192 General \u2192 Workflow permissions. Runs of forks and of Dependabot never get it.`,personalPermission=()=>`The personal access token in github-token lacks the right. Its owner gives a fine-grained token this repository and the repository permission Issues: read and write, or a classic one the scope repo; or ${c}.`,l={
"job-token":{code:`ISSUE_PERMISSION`,remedy:jobPermission},"fine-grained":{code:`ISSUE_TOKEN_PERMISSION`,remedy:personalPermission},"not-found":{code:`ISSUE_PERMISSION`,remedy:({token:e,repository:t})=>`GitHub says that of what the token may not see, too. ${isPersonal(e)?personalPermission():jobPermission()} Outside of a job, check that ${t} is the repository\u2019s present name.`},refused:{code:`ISSUE_REFUSED`,remedy:({status:e,
token:t})=>e===403?isPersonal(t)?personalPermission():jobPermission():`If the reason does not say it, please report it with the version and this message.`},token:{code:`ISSUE_TOKEN`,remedy:()=>`The token is wrong, has expired, or its owner\u2019s account is suspended: ${c}; or renew the one that is given.`},policy:{code:`ISSUE_TOKEN_POLICY`,
remedy:()=>`The organisation\u2019s policy refuses this token: its kind, its lifetime, or because it is not approved yet. An organisation owner looks at Settings \u2192 Personal access tokens; or ${c}.`},"single-sign-on":{code:`ISSUE_SSO`,remedy:({
answer:e})=>`The organisation demands single sign-on, and github-token is not authorised for it. Its owner authorises it: ${(0,o.Wq)(e.headers)??`Settings \u2192 Developer settings \u2192 Personal access tokens \u2192 Configure SSO`}; or ${c}, which needs none.`},"ip-allow-list":{code:`ISSUE_IP_ALLOW_LIST`,
remedy:()=>`An organisation owner adds the runner\u2019s address: Settings \u2192 Authentication security \u2192 IP allow list; GitHub-hosted runners with static addresses are the larger ones. Or run on a self-hosted runner inside the list; or set issue: never.`},archived:{code:`ISSUE_ARCHIVED`,remedy:({repository:e})=>`The repository is archived, which makes it read-only. An administrator of it runs: gh repo unarchive ${e}; or set issue: never.`},locked:{code:`ISSUE_LOCKED`,
remedy:()=>`The issue\u2019s conversation is locked. A person with write access unlocks it on its page (Unlock conversation), or closes it and removes the marker in its text, and the next run opens another.`},disabled:{code:`ISSUE_DISABLED`,remedy:({repository:e})=>`Issues are switched off here. An administrator of the repository switches them on: gh repo edit ${e} --enable-issues; or set issue: never.`},gone:{code:`ISSUE_GONE`,
remedy:()=>`The issue was deleted while this run wrote it; the next run opens another.`},restricted:{code:`ISSUE_RESTRICTED`,remedy:()=>`The repository or organisation limits who may open issues or comment: Settings \u2192 General \u2192 Features \u2192 Issues, and Settings \u2192 Moderation options \u2192 Interaction limits. An administrator allows the token\u2019s owner; the job\u2019s own token counts as a bot.`},blocked:{code:`ISSUE_BLOCKED`,
remedy:()=>`GitHub itself has blocked the repository. Its owner finds the reason on its page, or asks https://support.github.com.`},moved:{code:`ISSUE_MOVED`,remedy:()=>`The repository was renamed or transferred while this run was under way. Rerun the workflow where it is now.`},"rate-limit":{code:`ISSUE_RATE_LIMIT`,remedy:({
renewed:e})=>`The token\u2019s budget of requests is used up${e===void 0?``:` until ${new Date(e).toISOString()}`}: 1,000 an hour for all jobs of a repository together, 5,000 for a personal token. Rerun after that; see what else spends it.`},"secondary-limit":{code:`ISSUE_SECONDARY_LIMIT`,remedy:()=>`Too much was written or asked at once by the same token (a secondary rate limit), in this run or elsewhere. Rerun in some minutes, and let fewer jobs write issues at the same time.`},unavailable:{
code:`ISSUE_UNAVAILABLE`,remedy:()=>`Run again later; see githubstatus.com.`}},u={tries:4,base:1e3,longest:6e4,timeout:3e4,maximumBytes:64<<20,jitter:Math.random};function gitHubIssues({world:e,facts:t,token:n,policy:i=u,signal:o}){let{repository:s}=t;if(s===void 0)throw noRepository();if(!n)throw noToken();let c=`${t.apiUrl??`https://api.github.com`}/repos/${s}/issues`,l={accept:`application/vnd.github+json`,authorization:`Bearer ${n}`,"content-type":`application/json`,
"user-agent":`m365-audit-export`,"x-github-api-version":`2022-11-28`},readAnswer=t=>{let a=(0,r.z)(t,i.maximumBytes);return t.status>=200&&t.status<300?{done:a}:refusedIssue({answer:t,json:a,repository:s,token:n,now:e.now(),longest:i.longest})},call=async(t,n,r,s=readAnswer)=>{let u=t===`POST`?1:i.tries,d=r===void 0?{}:{body:JSON.stringify(r)};return await(0,a.t)(e,{policy:{...i,tries:u},...o?{signal:o}:{},request:()=>new Request(`${c}${n}`,{method:t,headers:l,...d}),
read:s})},one=async(e,t,n)=>{let r=readIssue(await call(e,t,n));if(r===void 0)throw unreadable(s);return r};return{async*changedSince(e){for(let t=1;;t++){let n=`state=all&since=${encodeURIComponent(e)}&sort=created&direction=asc&per_page=50&page=${t}`,r=await call(`GET`,`?${n}`);if(!Array.isArray(r))throw unreadable(s);for(let e of r){let t=isOurs(e)?readIssue(e):void 0;t&&(yield t)}if(r.length<50)return}},get:async e=>{let t=await call(`GET`,`/${e}`);return isOurs(t)?readIssue(t):void 0},
probe:async()=>{await call(`POST`,``,{body:`Whether the token may write issues.`},e=>e.status===422?{done:void 0}:readAnswer(e))},create:e=>one(`POST`,``,e),update:(e,t)=>one(`PATCH`,`/${e}`,t),comment:async(e,t)=>{await call(`POST`,`/${e}/comments`,{body:t})},label:async(e,t)=>{await call(`POST`,`/${e}/labels`,{labels:t})},assign:(e,t)=>one(`POST`,`/${e}/assignees`,{assignees:t})}}function isOurs(e){if(typeof e!=`object`||!e)return!1;let t={...e};if(`pull_request`in t)return!1;
if([`OWNER`,`MEMBER`,`COLLABORATOR`].includes(String(t.author_association)))return!0;let{user:n}=t;return typeof n==`object`&&!!n&&`type`in n&&n.type===`Bot`}function readIssue(e){if(typeof e!=`object`||!e)return;let t={...e};if(typeof t.number!=`number`)return;let n=Array.isArray(t.assignees)?t.assignees:[];return{number:t.number,url:typeof t.html_url==`string`?t.html_url:``,open:t.state!==`closed`,body:typeof t.body==`string`?t.body:``,
assignees:n.flatMap(e=>typeof e==`object`&&e&&`login`in e?[String(e.login)]:[])}}function unreadable(e){return new i.HR({code:`ISSUE_UNREADABLE`,message:`What answers for GitHub\u2019s issues of ${e} is not GitHub\u2019s API.`,remedy:`Check GITHUB_API_URL, and what stands between (proxy, firewall).`})}function noRepository(){return new i.HR({code:`ISSUE_NO_REPOSITORY`,message:`There is no repository to open an issue in.`,
remedy:`On a runner GitHub names it; elsewhere set GITHUB_REPOSITORY to OWNER/NAME, or issue: never.`})}function noToken(){return new i.HR({code:`ISSUE_NO_TOKEN`,message:`There is no token to open an issue with.`,remedy:`Leave github-token out of the workflow, which then takes the job\u2019s own, and give that the right: \`${s}\`.`})}}),58949:((e,t,n)=>{n.d(t,{R:()=>findKeptIssue,p:()=>keepIssue});var r=n(19579);async function findKeptIssue(e,t){for await(
let n of e.changedSince(`2020-01-01T00:00:00Z`)){let e=t(n.body);if(e!==void 0)return{issue:n,memory:e}}}async function keepIssue(e,{known:t,title:n,body:r,isOpen:i,news:a},{labels:o,assignees:s},c){let l=i?`open`:`closed`;if(t===void 0){let t=await e.create({title:n,body:r});return o.length>0&&await attempt(c,()=>e.label(t.number,o)),s.length>0&&await attempt(c,()=>e.assign(t.number,s)),i||await e.update(t.number,{state:l}),t.url}return await e.update(t.number,{title:n,body:r,
state:l}),a!==void 0&&await e.comment(t.number,a),t.url}async function attempt(e,t){try{await t()}catch(t){e.warning((0,r.WE)((0,r.h_)(t)))}}}),90524:((e,t,n)=>{n.d(t,{IO:()=>disclosing,IR:()=>showsAll,KX:()=>personalKindOf,PW:()=>isAddress,Pr:()=>isMaskedAsPerson,jE:()=>personKey,rg:()=>permitted,ro:()=>PersonLabels});var r=n(90469),i=n(21039);function disclosing(e,{people:t=new PersonLabels,addresses:n}={}){if(e===`full`)return showAll;if(e===`counts`)
return(e,n)=>isMaskedAsPerson(e,n)&&!isAddress(n)?t.labelOf(n):`(${e} withheld)`;let address=e=>maskedAddress(e,n),user=e=>isAddress(e)?address(e):maskedPerson(e,t),r={user,address,object:e=>isAddress(e)?address(e):maskedObject(e,user)};return(e,t)=>r[e](t)}let showAll=(e,t)=>t;function showsAll(e){return e===showAll}function permitted(e,t){return e===`full`&&t!==!1?`masked`:e}class PersonLabels{numbers=new Map;constructor(e=[]){for(let t of e)this.labelOf(t)}labelOf(e){
let t=personKey(e),n=this.numbers.get(t)??this.numbers.size+1;return this.numbers.set(t,n),`user ${n}`}}function personKey(e){return(0,r.X$)(e).toLowerCase()}function personalKindOf(e){return isAddress(e)?`address`:e.includes(`@`)&&!e.includes(`://`)?`user`:`object`}function isAddress(e){return e.length>60?!1:/^\[?\d{1,3}(\.\d{1,3}){3}\]?([:/]\d{1,5})?$/.test(e)||isV6(e)}function isV6(e){return/^\[?[0-9a-f:]*:[0-9a-f:.]*(%\w+)?\]?([:/]\d{1,5})?$/i.test(e)&&/::|(:.*){3}/.test(e)}
function maskedPerson(e,t){return`${t.labelOf(e)} (${hintOf((0,r.X$)(e))})`}function hintOf(e){let t=e.lastIndexOf(`@`);if(t>0){let n=/#EXT#$/i.test(e.slice(Math.max(0,t-5),t))?`#EXT#`:``,r=/^[a-z0-9-]{1,63}(?=\.|$)/i.exec(e.slice(t+1,t+65))?.[0]??``;return`${initial(e)}\u2026${n}@${r}\u2026`}let n=/^[\w.-]{1,64}\\/.exec(e)?.[0]??``;return`${n}${initial(e.slice(n.length))}\u2026`}function maskedAddress(e,t){let[n=``,r]=e.split(/\/(?=\d{1,3}$)/),a=(0,i.o)(n);
return a===void 0?`\u2026`:r===void 0?t?.has(a.text)?a.text:a.network:Number(r)<=(a.text.includes(`:`)?48:24)?e:a.network}let a=/^([a-z][a-z+.-]{1,10}:\/\/)(?:[^/?#@]{0,200}@)?([^/?#@]{1,100})/i;function isMaskedAsPerson(e,t){return e===`user`||e===`object`&&t.includes(`@`)&&!a.test(t)}function maskedObject(e,t){let n=a.exec(e);if(n)return`${n[1]}${n[2]}/\u2026`;if(e.includes(`@`))return t(e);let r=/\.[a-z0-9]{1,8}$/i.exec(e.slice(-10))?.[0]??``;return`${initial(e)}\u2026${r}`}
function initial(e){let[t=``]=e;return t}}),5450:((e,t,n)=>{n.d(t,{EM:()=>changeComment,Pe:()=>withMarker,RN:()=>withReviewLine,al:()=>issueTitle,jQ:()=>quiet,t7:()=>readMarker,y6:()=>issueBody});var r=n(71697),i=n(97443),a=n(63021),o=n(16384);let s=`<!-- m365-audit-export `;function markerText(e){return`${s}${JSON.stringify(e).replaceAll(`<`,`\\u003c`).replaceAll(`>`,`\\u003e`)} -->`}function readMarker(e){let t=e.indexOf(s),n=e.indexOf(` -->`,t);if(!(t<0||n<0))try{
let r=JSON.parse(e.slice(t+23,n));if(typeof r!=`object`||!r)return;let i={...r},text=e=>typeof i[e]==`string`?i[e]:``,a=Array.isArray(i.incidents)?i.incidents.filter(e=>typeof e==`string`):[];return{tenant:text(`tenant`),.../^[\w-]{1,40}$/.test(text(`tenantName`))?{tenantName:text(`tenantName`)}:{},period:text(`period`),status:text(`status`),told:text(`told`),mailed:text(`mailed`),...text(`content`)===``?{}:{content:text(`content`)},...i.isSoFar===!0?{isSoFar:!0}:{},incidents:a}}catch{return}}
function withMarker(e,t){return`${markerText(t)}\n${e.slice(e.indexOf(`
`)+1)}`}let c=/<!-- review -->[^\n]*<!-- \/review -->\n\n?/g;function withReviewLine(e,t){let n=e.indexOf(`
`)+1,r=e.slice(n).replace(c,``);return`${e.slice(0,n)}${reviewText(t)}${r}`}function reviewText(e){return`<!-- review -->${quiet(e)}<!-- /review -->\n\n`}function issueTitle(e){let{period:t,tenant:n,tenantName:r,status:i}=e,a=n.replace(/[^\w.-]/g,``).slice(0,8);
return`Microsoft 365 audit log ${t.label}: ${i}, ${(0,o.u0)(e.incidents.open)} (${r??`tenant ${a}\u2026`})`}function issueBody(e,t){let n=markerText(t),r=[lead(e),...(0,i.re)(e.incidents,{rulesUrl:e.rulesUrl,withIds:e.review!==void 0}),...e.sections].map(quiet),o=`${e.review?reviewText(e.review.line):``}${linksOf(e)}`;return`${n}\n${o}${(0,a.LE)(r,6e4-n.length-o.length-4)}`}function lead(e){let{status:t,records:n,period:i,
notices:s=[]}=e,c=[...s,...e.reasons],l=c.slice(0,5).map(e=>`- ${(0,a.FV)(e,400)}`),u=c.length>5?[`- and ${(0,r.a)(c.length-5,`more reason`)} in manifest.json`]:[];
return[`**${t}**: ${(0,r.a)(n,`record`)} of ${(0,a.FV)(i.text)} (${i.start} to ${i.end}, days in ${(0,a.FV)(i.timezone)}), ${(0,o.u0)(e.incidents.open)}, tenant ${(0,a.FV)((0,o.mz)(e))}.`,...c.length>0?[[...l,...u].join(`
`)]:[],e.review?"_Every run replaces this text for the same month; comments stay. Closed when the month is reviewed: `/incident ID accepted|followed-up|false-alarm WHY` for each incident of medium or high severity, then `/reviewed WHAT YOU LOOKED AT`, each at the beginning of a comment\u2019s line. Opened again when its content changes, or by `/reopen WHY`._":`_Every run replaces this text for the same month; comments stay. Closed when there is nothing to do, and opened again when that changes._`].join(`

`)}
function linksOf({artifactUrl:e,runUrl:t}){let n=[...(0,o.PJ)(e)?[`[The evidence (artifact)](${e})`]:[],...(0,o.PJ)(t)?[`[the run](${t})`]:[]];return n.length>0?`${n.join(` \u00B7 `)}\n\n`:``}function changeComment(e,t,n){let{open:i}=e.incidents,s=i.filter(n),c=t.incidents.length-(i.length-s.length),l=s.slice(0,10).map(e=>`- ${e.severity}: ${(0,a.FV)(e.title,200)}`);
return quiet([`Now **${e.status}** with ${(0,o.u0)(i)}; before: ${(0,a.FV)(t.status)} with ${t.incidents.length}.`,...s.length>0?[`New:\n\n${l.join(`
`)}${s.length>10?`\n- and ${s.length-10} more`:``}`]:[],...c>0?[`Of the earlier ones, ${(0,r.a)(c,`is`,`are`)} no longer there, accepted, or of another severity.`]:[],...e.review&&t.content&&t.content!==e.review.content?[`The content changed since: record files, gaps or incidents are others. A review of the earlier content does not count for this one.`]:[]].join(`

`))}
function quiet(e){return e.replace(/@|&#64;/g,`&#64;&#8203;`).replace(/&#35;|(?<![&#])#(?=\d)/g,`&#35;&#8203;`).replace(/\bGH(-|&#45;)(?=\d)/gi,`GH-&#8203;`).replace(/&#58;(?=\/\/)/g,`&#58;&#8203;`).replace(/\b(www|ftp)(\.|&#46;)/gi,`$1&#8203;.`)}}),66523:((e,t,n)=>{n.d(t,{TM:()=>folded,qy:()=>markup_html,rN:()=>htmlDocument,I$:()=>htmlTable,zV:()=>humanName,pj:()=>plain,uW:()=>section,uG:()=>timeElement,Hh:()=>timeRange,IZ:()=>trusted});var r=n(11059);let html_html=(e,...t)=>{let n=[``];for(
let i=0,a=e.length-1;i<a;i++){n[0]+=e[i];let a=Array.isArray(t[i])?t[i].flat(1/0):[t[i]];for(let e=0,t=a.length;e<t;e++){let t=a[e];if(typeof t==`string`)(0,r.hY)(t,n);else if(typeof t==`number`)n[0]+=t;else if(typeof t==`boolean`||t==null)continue;else if(typeof t==`object`&&t.isEscaped){if(t.callbacks)n.unshift(``,t);else{let e=t.toString();e instanceof Promise?n.unshift(``,e):n[0]+=e}}else t instanceof Promise?n.unshift(``,t):(0,r.hY)(t.toString(),n)}}
return n[0]+=e.at(-1),n.length===1?`callbacks`in n?(0,r.lS)((0,r.P_)((0,r.lS)(n[0],n.callbacks))):(0,r.lS)(n[0]):(0,r.s_)(n,n.callbacks)};var i=n(49414);function markup_html(e,...t){return html_html(e,...t)}function trusted(e){return(0,r.lS)(e)}function plain(e,t=160){let n=e.slice(0,t+1).replace(/[\t\n\r\u2028\u2029]+/g,` `).replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu,`\uFFFD`).replace(/(\p{M}{3})\p{M}+/gu,`$1`);return e.length>t?`${n.slice(0,t-1).replace(/[\uD800-\uDBFF]$/,``)}\u2026`:n}
function humanName(e,t=160){let[n=``,...r]=plain(e,t).split(/(?=@)|(?<=[a-z])(?=[A-Z])/);return markup_html`<bdi>${n}${r.map(e=>markup_html`<wbr>${e}`)}</bdi>`}function timeElement(e,t,n=e.moment(t)){return Number.isFinite(t)?markup_html`<time datetime="${(0,i.B9)(t)}" title="${(0,i.B9)(t)}">${n}</time>`:markup_html`at an unknown time`}function timeRange(e,t,n){let r=[t,n].some(e=>e%6e4!=0)&&n-t<6e5,i=e.ends(t,n,r);
return i.length===1?timeElement(e,t,i[0]):markup_html`${timeElement(e,t,i[0])}${` \u2013 `}${timeElement(e,n,i[1])}`}function htmlTable(e,t,n){let css=e=>e?.number?`number`:`text`;
return markup_html`<div class="scroll${t.length<=4&&t.slice(1).every(e=>e.number)&&` small`}" role="region" tabindex="0" aria-label="${e}"><table>
<caption>${e}</caption>
<thead><tr>${t.map(e=>markup_html`<th scope="col" class="${css(e)}">${e.head}</th>`)}</tr></thead>
<tbody>${n.map(([e,...n])=>markup_html`<tr><th scope="row">${e}</th>${n.map((e,n)=>markup_html`<td class="${css(t[n+1])}">${e}</td>`)}</tr>`)}</tbody>
</table></div>`}function folded(e,t){
return markup_html`<details><summary>${e}</summary>${t}</details>`}function section(e,t,n){return markup_html`<section id="${e}" aria-labelledby="${e}-title"><h2 id="${e}-title">${t}</h2>
${n}</section>
`}function htmlDocument({title:e,style:t,body:n}){
return String(markup_html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${e}</title>
<style>${trusted(t)}</style>
</head>
<body>
${n}
</body>
</html>
`)}}),97253:((e,t,n)=>{n.d(t,{
i:()=>r});
let r=`
:root {
  color-scheme: light dark;
  --bg: #ffffff; --raised: #f6f7f9; --text: #1b2026; --muted: #59636e; --grid: #e1e5ea; --line: #d3d9e0; --link: #0b57a4;
  --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #59636e;
  --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
  --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
  --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
  --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14181d; --raised: #1c2128; --text: #e4e8ec; --muted: #a2acb7; --grid: #2a313a; --line: #39424d; --link: #8cbcf2;
    --high: #ff8f85; --medium: #f0b45a; --low: #8cbcf2; --info: #a2acb7;
    --complete: #6fd3a0; --provisional: #f0b45a; --incomplete: #ff8f85;
    --read: #4377ad; --confirmed: #7fb2ea; --gap: #ff8f85;
    --s0: #6ea8ea; --s1: #e79a5c; --s2: #56bfa8; --s3: #c08fe0; --s4: #d8bb55; --s5: #ea86a8; --s6: #9fb0c4; --s7: #a9c65c; --s8: #78828d;
    --h0: #1d232b; --h1: #20384f; --h2: #29587f; --h3: #3d7fb9; --h4: #72ade6; --h5: #c7e2fb;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--bg); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; font-weight: 650; margin: 0; }
h1 { font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; }
h3 { font-size: 1.05rem; }
p, ul, ol { margin: 0.6rem 0; max-width: 44rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
section { margin-top: 3.25rem; }
.part { margin-top: 2rem; }
.muted { color: var(--muted); }
.eyebrow { color: var(--muted); margin: 0 0 0.25rem; }
.verdict { border-left: 4px solid var(--verdict); padding-left: 1.1rem; margin: 1.5rem 0; }
.verdict strong { display: block; color: var(--verdict); font-size: 1.2rem; font-weight: 650; }
.verdict p { margin: 0.35rem 0; }
.complete { --verdict: var(--complete); } .provisional { --verdict: var(--provisional); } .incomplete { --verdict: var(--incomplete); }
.facts { display: grid; grid-template-columns: repeat(5, 1fr); gap: 1rem 1.25rem; margin: 1.75rem 0 0; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--muted); font-size: 0.875rem; }
.facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts dd small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--muted); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 1rem 0 0; max-width: none; }
.incident { margin-top: 1.75rem; padding: 1.1rem 1.25rem 1.2rem; background: var(--raised); border-left: 4px solid var(--severity); border-radius: 0 6px 6px 0; }
.incident > :last-child { margin-bottom: 0; }
.high { --severity: var(--high); } .medium { --severity: var(--medium); } .low { --severity: var(--low); } .info { --severity: var(--info); }
.severity { color: var(--severity); font-weight: 650; white-space: nowrap; }
.index { list-style: none; padding: 0; margin: 1rem 0 0; max-width: none; }
.index li { padding: 0.2rem 0; }
.meta { color: var(--muted); font-size: 0.9rem; margin: 0.3rem 0 0; }
.incident h4 { font-size: 0.9rem; font-weight: 650; margin: 1rem 0 0; }
.incident .pair { gap: 0 2rem; }
.incident h4 + * { margin-top: 0.2rem; }
.timeline { list-style: none; padding: 0; margin: 0.4rem 0; max-width: none; }
.timeline li { position: relative; padding: 0 0 0.55rem 1.35rem; }
.timeline li::before { content: ""; position: absolute; left: 0.2rem; top: 0.5rem; width: 0.55rem; height: 0.55rem; border-radius: 50%; background: var(--severity); }
.timeline li::after { content: ""; position: absolute; left: 0.44rem; top: 1.05rem; bottom: -0.5rem; width: 1px; background: var(--line); }
.timeline li:last-child { padding-bottom: 0; }
.timeline li:last-child::after { display: none; }
time { white-space: nowrap; }
.timeline time { font-variant-numeric: tabular-nums; margin-right: 0.5rem; }
.timeline .who { display: block; color: var(--muted); font-size: 0.8rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.85em; }
pre { background: var(--raised); padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; overflow-wrap: normal; }
.plot { margin: 0.9rem 0 0.4rem; }
.plot svg { display: block; width: 100%; height: auto; font-family: inherit; }
.narrow { display: none; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; padding: 0; margin: 0.5rem 0; max-width: none; font-size: 0.9rem; }
.key li { display: flex; align-items: baseline; gap: 0.4rem; }
.swatch { flex: none; width: 0.75rem; height: 0.75rem; border-radius: 2px; background: var(--swatch); forced-color-adjust: none; align-self: center; }
.scale { display: flex; align-items: center; gap: 2px; font-size: 0.85rem; color: var(--muted); margin: 0.4rem 0; }
.scale .swatch { width: 1.4rem; }
.scale span:first-child { margin-right: 0.4rem; } .scale span:last-child { margin-left: 0.4rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; width: fit-content; padding: 0.15rem 0; }
.scroll { overflow-x: auto; margin: 0.6rem 0; container-type: inline-size; }
.small { max-width: 44rem; }
.pair .small { max-width: none; }
/* Six small charts of the same twelve months. */
.year { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.4rem 2.5rem; margin: 1.2rem 0; }
.year h3 { margin: 0 0 0.1rem; }
.year p { margin: 0 0 0.4rem; font-size: 0.875rem; }
.months { display: grid; grid-template-columns: repeat(var(--months), minmax(0, 1fr)); gap: 3px; }
.months .column { display: flex; flex-direction: column; justify-content: flex-end; height: 4.5rem; border-bottom: 1px solid var(--line); }
.months .column.none { background: repeating-linear-gradient(45deg, var(--grid) 0 2px, transparent 2px 6px); }
.months .bar { display: block; min-height: 2px; background: var(--bar); forced-color-adjust: none; }
.year .s-high { --bar: var(--high); } .year .s-medium { --bar: var(--medium); } .year .s-low { --bar: var(--low); } .year .s-info { --bar: var(--s8); }
.year .swatch { --swatch: var(--bar); }
.months .state { text-align: center; font-weight: 650; line-height: 1.8rem; border-bottom: 1px solid var(--line); color: var(--verdict, var(--muted)); }
.months .name { text-align: center; font-size: 0.75rem; color: var(--muted); }
.months .now { color: var(--text); font-weight: 650; }
.recurrence { white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; overflow-wrap: normal; }
caption { text-align: left; color: var(--muted); padding: 0 0 0.3rem; max-width: 100cqi; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; border-bottom-color: var(--line); vertical-align: bottom; }
thead .number { white-space: normal; }
tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; }
td.text { overflow-wrap: anywhere; min-width: 7rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.share { display: block; height: 0.4rem; min-width: 1px; border-radius: 2px; background: var(--s0); forced-color-adjust: none; }
td.bar { width: 35%; vertical-align: middle; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; }
.pair > * { min-width: 0; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  section { margin-top: 2.5rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .incident { padding: 0.9rem 0.9rem 1rem; }
  .wide { display: none; } .narrow { display: block; }
  .pair, .year { grid-template-columns: minmax(0, 1fr); }
  .recurrence { white-space: normal; }
  th, td { padding-right: 0.6rem; }
  tbody th { min-width: 6.5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --bg: #ffffff; --raised: #ffffff; --text: #000000; --muted: #444c55; --grid: #dddddd; --line: #bbbbbb; --link: #000000;
    --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #444c55;
    --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
    --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
    --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
    --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  nav, details:not([open]) { display: none; }
  section { margin-top: 1.8rem; }
  h2, h3, h4, h3 + p, caption { break-after: avoid; }
  .plot, .verdict, .facts, tr, .timeline li { break-inside: avoid; }
  .scroll { overflow: visible; container-type: normal; }
}
`}),
85545:((e,t,n)=>{n.d(t,{G:()=>reviewStatus,n:()=>recordedReview});var r=n(76760),i=n(46011),a=n(5949),o=n(49150),s=n(84833),c=n(98718),l=n(19579),u=n(68922);async function recordedReview(e,t,n,r){let a=await t.reviews({name:(0,o.yP)((0,o.Cs)(e,n.tenant,n.label)),read:async e=>({review:await reviewIn(e,t,n),places:await placesIn(e,t,n)})},r);if(a.value===void 0)return a;let c=a.value.flatMap(({review:e})=>e?[e]:[]),[l]=c;return{value:{said:(0,s.Gu)(c.map(({file:e})=>e.said)),
places:(0,i.h6)(a.value.map(({places:e})=>e)),...l?{newest:l.file,sha256:l.sha256}:{}}}}function reviewStatus(e,t,n){if(n===void 0)return`unknown`;let{newest:r,said:i}=n;return(0,c.y)({...t,ranBy:r?.ranBy},r??e,i).file.status}async function reviewIn({folder:e,names:t},{world:{disk:n}},i){if(!t.includes(`review.json`))return;let o=await n.readFile((0,r.join)(e,`review.json`)),c=s.dB.safeParse((0,a.U4)(String(o)));if(!c.success)throw unusable(`its review.json can\u2019t be read`);
return checkMonth(c.data,i),{file:c.data,sha256:(0,u.B)(o)}}async function placesIn({folder:e,names:t},{world:{disk:n}},o){if(!t.includes(`archive.json`))return[];let s=i.nA.safeParse((0,a.U4)(String(await n.readFile((0,r.join)(e,`archive.json`)))));if(!s.success)throw unusable(`its archive.json can\u2019t be read`);return checkMonth(s.data,o),s.data.places}function checkMonth({tenant:e,period:t},n){if(e!==n.tenant)throw unusable(`it is of tenant ${e}, not of ${n.tenant}`);if(t.label!==n.label)
throw unusable(`it is of ${t.label}, not of ${n.label}`)}function unusable(e){return new l.HR({code:`REVIEW_OTHER_MONTH`,message:e,remedy:`Nothing is to be done: it is not used.`})}}),77783:((e,t,n)=>{n.d(t,{XT:()=>tenantMonth,gf:()=>patternOfTenant,pH:()=>newestTenantMonth});var r=n(76760),i=n(49150),a=n(68922),o=n(14655);function patternOfTenant(e,t){return e.replaceAll(`<tenant>`,t)}async function tenantMonth(e,t,{name:n,id:s,label:c},l){return await t.artifact({
name:(0,i.Ri)(patternOfTenant(e,n).replaceAll(`<period>`,c)),kind:`baseline`,read:async e=>{let n=await(0,o.zG)(e,t,{tenant:s,label:c});return{manifest:n,sha256:(0,a.B)(await t.world.disk.readFile((0,r.join)(e.folder,`manifest.json`))),months:await(0,o.RA)(e,t,n),expires:e.artifact.expires}}},l)}async function newestTenantMonth(e,t,n,r,i){let a=new Map;for(let o of r){let r=await tenantMonth(e,t,{...n,label:o},i);if(r.value!==void 0)return{newest:r.value,missed:a};a.set(o,{because:r.because,
isNone:r.isNone===!0})}return{missed:a}}}),35908:((e,t,n)=>{n.d(t,{H:()=>inParallel});async function inParallel(e,t,n){let r=[],i=0,a=!1,worker=async()=>{for(;i<e.length&&!a;){let t=i++;try{r[t]=await n(e[t])}catch(e){throw a=!0,e}}};return await Promise.all(Array.from({length:Math.min(t,e.length)},worker)),r}}),54019:((e,t,n)=>{n.d(t,{F:()=>exportAgain,N:()=>overdueItems});var r=n(71697),i=n(29933),a=n(18499),o=n(34952);let s=864e5,c=35*s,date=e=>new Date(e).toISOString().slice(0,10);
function overdueItems({months:e,workflows:t,certificate:n,place:r},i){return[...e.length>0?[]:[{kind:`history`,name:`history`,isUnknown:!0,text:`UNKNOWN: no export was found at all, and nothing is remembered of earlier ones.`,
remedy:`Set since to the first month that has to be there, ${r.repository===void 0?`name the export\u2019s state-directory`:`name the export\u2019s workflow in trusted-workflows`}, and give the same artifact-name and state-key as the export has.`}],...e.flatMap(e=>monthItems(e,r,i)),...t.flatMap(e=>workflowItems(e,i)),...certificateItems(n,r,i)]}function monthItems(e,t,n){let{label:r,end:i,review:a,expires:o,archived:c}=e;if(n<i+6048e5)return[];let l=[];
e.export===`complete`?a!==void 0&&a!==`reviewed`&&n>=i+12096e5&&l.push({kind:`review`,name:`review ${r}`,isUnknown:a===`unknown`,text:a===`unknown`?`${r}: whether it was reviewed is UNKNOWN${e.because?` (${e.because})`:``}.`:`${r} is not reviewed.`,remedy:`Comment on the month\u2019s issue: docs/review.md says how.`}):l.push(exportItem(e,t,n));let u=c===`forever`||c!==void 0&&c>(o??n)+s;if(e.export!==`none`&&o!==void 0&&o-n<2592e6&&!u){let e=o<=n;l.push({kind:`evidence`,name:`evidence ${r}`,
isUnknown:!1,text:e?`The evidence of ${r} expired on ${date(o)}, and no archive keeps it.`:`The evidence of ${r} expires on ${date(o)}, and no archive keeps it.`,remedy:e?`Restore it from a copy of your own, or export the month again while its records can be read.`:`Copy the artifact to an archive, or set archive-to and export the month again.`})}return l}function exportItem({label:e,start:t,end:n,because:r,...a},o,s){
let[c,l]=[t+i.XZ,n+i.XZ],u=s>=l?`Its records expired on ${date(l)}, unless a licence keeps them longer.`:s>=c?`Its first days have expired; the rest can be read until ${date(l)}, less each day.`:`All its records can be read until ${date(c)}.`,d={complete:``,none:`${e}: no export is kept. It was never made, or its artifact expired.`,unknown:`${e}: whether it was exported is UNKNOWN${r?` (${r})`:``}.`,provisional:`${e}: its export is provisional, and late records were not read.`,
incomplete:`${e}: its export is incomplete.`}[a.export];return{kind:`export`,name:e,isUnknown:a.export===`unknown`,text:`${d} ${u}`,remedy:exportAgain(e,o)}}function exportAgain(e,{repository:t}){return t===void 0?`Start the job that exports with --period ${e}.`:`Start the export\u2019s workflow by hand with period: ${e}.`}function workflowItems({path:e,state:t,because:n,scheduled:i,isExport:a},o){let s=`workflow ${e.split(`/`).at(-1)}`,item=(e,t,n=!1)=>({kind:`workflow`,name:s,isUnknown:n,
text:e,remedy:t});if(t===void 0||i===void 0)return[item(`${e}: its state is UNKNOWN (${n??`GitHub did not say`}).`,`The token needs actions: read in that repository; check the file\u2019s name in trusted-workflows.`,!0)];if(t!==`active`)return[item(`${e} is switched off${t===`disabled_inactivity`?` because nothing happened in the repository for 60 days`:``} (${t}).`,`Actions \u2192 the workflow \u2192 Enable workflow.`)];if(!a)return[];let[c]=i;if(c===void 0||o-c.at>toleratedSilence(i))
return[item(`${e} ${c===void 0?`never ran by its schedule`:`last ran by its schedule on ${date(c.at)}`}.`,`Check its cron line, and that the file is on the default branch.`)];let l=i.findIndex(({conclusion:e})=>e===`success`),u=l<0?i.length:l,d=i.filter(({conclusion:e})=>e!==null);
return u===0||d[0]?.conclusion===`success`?[]:[item(`${e}: its last ${(0,r.a)(u,`scheduled run`)} did not succeed (${d[0]?.conclusion??`still running`}).`,`Open the run: its summary and the doctor (mode: doctor) say what is missing.`)]}function toleratedSilence(e){if(e.length<5)return c;let t=e.slice(1).map(({at:t},n)=>(e[n]?.at??t)-t);return Math.min(c,Math.max(2592e5,2*Math.max(...t)))}let word=e=>/^[\w.@/-]+$/.test(e)?e:`'${e}'`;function certificateItems(e,{repository:t,
environment:n,...i},s){if(e===void 0)return[];let{notAfter:c}=e,l={notBefore:new Date(0),notAfter:new Date(c),renewed:!1},{left:u,due:d}=(0,a.p)(l,s);if(d===`later`)return[];let f=u<0?`ended on ${date(c)}`:`ends in ${(0,r.a)(u,`day`)}, on ${date(c)}`,p=[`--renew`,...t===void 0?[]:[`--repository ${word(t)}`],...n===void 0?[]:[`--environment ${word(n)}`]];return[{kind:`certificate`,name:`certificate`,isUnknown:!1,text:`The certificate that signed in last ${f}.`,
remedy:`Make its successor. ${(0,o.z$)(p.join(` `),i)}.`}]}}),58262:((e,t,n)=>{n.d(t,{r:()=>factsOfRepository});function factsOfRepository(e,t){if(e===void 0||e===t.repository)return t;let{workspace:n,apiUrl:r,serverUrl:i,isGitHubActions:a}=t;return{workspace:n,repository:e,...r?{apiUrl:r}:{},...i?{serverUrl:i}:{},...a?{isGitHubActions:a}:{}}}}),11059:((e,t,n)=>{n.d(t,{Ap:()=>resolveCallback,BA:()=>r,P_:()=>resolveCallbackSync,hY:()=>escapeToBuffer,lS:()=>raw,s_:()=>stringBufferToString});
let r={Stringify:1,BeforeStream:2,Stream:3},raw=(e,t)=>{let n=new String(e);return n.isEscaped=!0,n.callbacks=t,n},i=/[&<>'"]/,stringBufferToString=async(e,t)=>{let n=``;t||=[];let r=await Promise.all(e);for(let e=r.length-1;n+=r[e],e--,!(e<0);e--){let i=r[e];if(i==null||typeof i==`boolean`)continue;if(typeof i==`number`){n+=i;continue}typeof i==`object`&&t.push(...i.callbacks||[]);let a=i.isEscaped;
if(i=await(typeof i==`object`?i.toString():i),typeof i==`object`&&t.push(...i.callbacks||[]),i.isEscaped??a)n+=i;else{let e=[n];escapeToBuffer(i,e),n=e[0]}}return raw(n,t)},escapeToBuffer=(e,t)=>{let n=e.search(i);if(n===-1){t[0]+=e;return}let r,a,o=0;for(a=n;a<e.length;a++){switch(e.charCodeAt(a)){case 34:r=`&quot;`;break;case 39:r=`&#39;`;break;case 38:r=`&amp;`;break;case 60:r=`&lt;`;break;case 62:r=`&gt;`;break;default:continue}t[0]+=e.substring(o,a)+r,o=a+1}
t[0]+=e.substring(o,a)},resolveCallbackSync=e=>{let t=e.callbacks;if(!t?.length)return e;let n=[e],i={};return t.forEach(e=>e({phase:r.Stringify,buffer:n,context:i})),n[0]},resolveCallback=async(e,t,n,r,i)=>{typeof e==`object`&&!(e instanceof String)&&(e instanceof Promise||(e=e.toString()),e instanceof Promise&&(e=await e));let a=e.callbacks;if(!a?.length)return Promise.resolve(e);i?i[0]+=e:i=[e];let o=Promise.all(a.map(e=>e({phase:t,buffer:i,
context:r}))).then(e=>Promise.all(e.filter(Boolean).map(e=>resolveCallback(e,t,!1,r,i))).then(()=>i[0]));return n?raw(await o,a):o}})};