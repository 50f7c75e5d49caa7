export const id = 68;
export const ids = [68];
export const modules = {

/***/ 93480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FB: () => (/* binding */ same),
/* harmony export */   Fy: () => (/* binding */ limits),
/* harmony export */   du: () => (/* binding */ wantsRecordType)
/* harmony export */ });
/** Whether a record's type, by the service's name for it and its number, is wanted. Letter case does not count. */
function wantsRecordType(filters, name, number) {
    const named = (list) => list.some(entry => same(entry, name) || entry === number);
    return (filters.recordTypes.length === 0 || named(filters.recordTypes)) && !named(filters.excludeRecordTypes);
}
function same(a, b) {
    return a === b || a.toLowerCase() === b.toLowerCase();
}
function limits(filters) {
    const { freeText, ...lists } = filters;
    return freeText !== undefined || Object.values(lists).some(list => list.length > 0);
}


/***/ }),

/***/ 83818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ep: () => (/* binding */ conclude),
/* harmony export */   dc: () => (/* binding */ gapsOf),
/* harmony export */   lq: () => (/* binding */ rangeText)
/* harmony export */ });
/* harmony import */ var _record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49414);
/* harmony import */ var _window_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81635);
/** What was read of the period, window by window; and the verdict that follows. */


/** Gaps with the same reason that touch are one, for people. */
function gapsOf(entries) {
    const gaps = [...entries].sort((a, b) => a.start - b.start).filter(entry => entry.status === 'gap');
    return (0,_window_js__WEBPACK_IMPORTED_MODULE_0__/* .mergedWindows */ .os)(gaps, (a, b) => a.reason?.code === b.reason?.code);
}
/**
 * What may be claimed of the period. Never `complete` while a window is missing, unproven or covered twice, or while
 * late records are still expected.
 * @param settle milliseconds after the period's end during which records still arrive.
 * @param now when reading began.
 */
function conclude(period, entries, settle, now, otherReasons = []) {
    const faults = (0,_window_js__WEBPACK_IMPORTED_MODULE_0__/* .tilingFaults */ .lB)(period, entries);
    const gaps = gapsOf(entries);
    const reasons = [
        ...gaps.map(gap => `Not proven: ${rangeText(gap)}: ${gap.reason?.message ?? 'no reason recorded'}`),
        ...faults.missing.map(window => `Not read: ${rangeText(window)}.`),
        ...faults.double.map(window => `Covered twice: ${rangeText(window)}.`),
        ...otherReasons,
    ];
    if (reasons.length > 0)
        return { status: 'incomplete', reasons };
    const settled = period.end + settle;
    if (now < settled) {
        const late = `Records of this period are still expected until ${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(settled)}; this is what was there at ${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(now)}.`;
        return { status: 'provisional', reasons: [late] };
    }
    return { status: 'complete', reasons: [] };
}
function rangeText(window) {
    return `${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(window.start)} to ${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(window.end)}`;
}


/***/ }),

/***/ 91098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B8: () => (/* binding */ choosePeriod),
/* harmony export */   DB: () => (/* binding */ parsePeriod),
/* harmony export */   NY: () => (/* binding */ lastDay),
/* harmony export */   aV: () => (/* binding */ monthBefore),
/* harmony export */   iM: () => (/* binding */ dateAt)
/* harmony export */ });
/* harmony import */ var temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48599);
/* harmony import */ var _record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49414);
/** Months and ranges in a time zone, turned into UTC instants; and whether today is a month's last day. */


const expected = 'auto, current-month, previous-month, a month (2026-10), or a range START/END of ISO dates or instants, end exclusive (2026-10-01/2026-10-15)';
function parsePeriod(text) {
    if (text === 'auto' || text === 'current-month' || text === 'previous-month')
        return { ok: { kind: text } };
    if (/^\d{4}-\d\d$/.test(text)) {
        const month = attempt(() => temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainYearMonth.from(text, { overflow: 'reject' }));
        return month ? { ok: { kind: 'month', month: text } } : { mistake: `there is no month ${text}; expected ${expected}` };
    }
    const ends = text.split('/');
    const [from, to] = ends;
    if (ends.length !== 2 || !from || !to)
        return { mistake: `expected ${expected}` };
    for (const end of [from, to]) {
        const moment = attempt(() => momentIn(end, 'UTC'));
        if (moment === undefined)
            return { mistake: `“${end}” is neither a date nor an instant; expected ${expected}` };
        if (moment % 1000 !== 0)
            return { mistake: `“${end}” is not on a whole second` };
    }
    return { ok: { kind: 'range', from, to } };
}
/**
 * The period's instants. `anchor` is when the run was created, so that a rerun days later, or one a slow scheduler
 * pushed past midnight, still means the same month.
 * @returns a mistake for a range that ends before it begins.
 */
function choosePeriod(request, timezone, anchor) {
    if (request.kind === 'range') {
        const start = momentIn(request.from, timezone);
        const end = momentIn(request.to, timezone);
        if (end <= start)
            return { mistake: `the range ends (${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(end)}) before it has begun (${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(start)})` };
        const names = [(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(start), (0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(end)];
        const label = names.map(name => name.replace(/[-:]/g, '')).join('-');
        return { ok: { label, text: names.join('/'), timezone, start, end, days: daysOf(start, end, timezone) } };
    }
    const month = monthOf(request, timezone, anchor);
    const start = startOf(month, timezone);
    const end = startOf(month.add({ months: 1 }), timezone);
    const label = month.toString();
    return { ok: { label, text: label, timezone, start, end, days: daysOf(start, end, timezone) } };
}
/** How long after a month's end a run still counts as the last day's: schedulers run hours late (GitHub's do). */
const lateness = { hours: 36 };
/**
 * Whether a run created at `anchor` is one for a month's last day, counting late ones; if not, the next such day.
 * `moment` is the anchor, moved back into the month where the run is late.
 */
function lastDay(timezone, anchor) {
    const created = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone);
    const thisMonth = created.toPlainDate().toPlainYearMonth();
    const ending = thisMonth.add({ months: 1 });
    const began = startOf(thisMonth, timezone);
    const tolerated = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(began).add(lateness);
    if (temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.compare(created.toInstant(), tolerated) < 0) {
        return { due: true, month: thisMonth.subtract({ months: 1 }).toString(), moment: began - 1 };
    }
    const last = ending.toPlainDate({ day: 1 }).subtract({ days: 1 });
    if (created.toPlainDate().equals(last))
        return { due: true, month: thisMonth.toString(), moment: anchor };
    return { due: false, today: created.toPlainDate().toString(), next: last.toString() };
}
/** The month before the one in which the period begins, in its zone. */
function monthBefore(period) {
    const { timezone } = period;
    const month = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(period.start)
        .toZonedDateTimeISO(timezone)
        .toPlainDate()
        .toPlainYearMonth()
        .subtract({ months: 1 });
    return { label: month.toString(), timezone, start: startOf(month, timezone) };
}
/** The date, in the period's zone, of a moment inside the period. */
function dateAt(period, moment) {
    let low = 0;
    let high = period.days.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((period.days[middle]?.start ?? 0) <= moment)
            low = middle;
        else
            high = middle - 1;
    }
    return period.days[low]?.date ?? '';
}
function monthOf(request, timezone, anchor) {
    if (request.kind === 'month')
        return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainYearMonth.from(request.month);
    const today = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone).toPlainDate();
    const current = today.toPlainYearMonth();
    const takesCurrent = request.kind === 'current-month' || (request.kind === 'auto' && today.day === current.daysInMonth);
    return takesCurrent ? current : current.subtract({ months: 1 });
}
function startOf(month, timezone) {
    return month.toPlainDate({ day: 1 }).toZonedDateTime(timezone).epochMilliseconds;
}
/** A date is its first moment in the zone, which is not always midnight; a date and time without offset is the zone's. */
function momentIn(text, timezone) {
    if (/^\d{4}-\d\d-\d\d$/.test(text))
        return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainDate.from(text).toZonedDateTime(timezone).epochMilliseconds;
    const instant = attempt(() => temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.from(text));
    if (instant)
        return instant.epochMilliseconds;
    return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainDateTime.from(text).toZonedDateTime(timezone).epochMilliseconds;
}
function daysOf(start, end, timezone) {
    const first = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone).toPlainDate();
    const days = [];
    for (let date = first;; date = date.add({ days: 1 })) {
        const midnight = date.toZonedDateTime(timezone).epochMilliseconds;
        if (midnight >= end)
            return days;
        // Samoa had no 30 December 2011: the zone gives that date the same first moment as the next.
        if (days.at(-1)?.start === midnight)
            days.pop();
        days.push({ date: date.toString(), start: Math.max(start, midnight) });
    }
}
function attempt(make) {
    try {
        return make();
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 49414:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B9: () => (/* binding */ instantOf),
/* harmony export */   W$: () => (/* binding */ millisecondsOf),
/* harmony export */   YB: () => (/* binding */ columns),
/* harmony export */   aB: () => (/* binding */ compareRecords),
/* harmony export */   uR: () => (/* binding */ instant)
/* harmony export */ });
/** The words of an audit record, and the order records stand in; it leaves fetching and writing to others. */
/** The columns of `audit-<period>.csv`, in their order. */
const columns = ['RecordType', 'CreationDate', 'UserIds', 'Operations', 'AuditData', 'Identity'];
/** The order of the exported files. */
function compareRecords(a, b) {
    return (compareInstants(a.CreationDate, b.CreationDate) ||
        compareText(a.Identity, b.Identity) ||
        compareText(a.digest, b.digest));
}
/** `Z` sorts after the point of a fraction, and is left out where only one has a fraction. */
function compareInstants(a, b) {
    return a.length === b.length ? compareText(a, b) : compareText(a.slice(0, -1), b.slice(0, -1));
}
function compareText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
const plain = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|[+-]00:?00)?$/;
/**
 * A service's spelling of a time as a UTC instant, or undefined when it is none. Zone-less text is UTC, as in
 * `AuditData`; both `…Z` and `…+00:00` are in use by Exchange, with up to seven digits of fraction.
 */
function instant(text) {
    const parts = plain.exec(text);
    if (parts) {
        const fraction = parts[3]?.replace(/0+$/, '');
        const result = `${parts[1]}T${parts[2]}${fraction ? `.${fraction}` : ''}Z`;
        return isOnCalendar(result) ? result : undefined;
    }
    if (!/^\d{4}-\d\d-\d\dT.*[+-]\d\d:?\d\d$/.test(text))
        return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.?0*Z$/, 'Z');
}
const surelyOnCalendar = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d/;
/** `Date.parse` moves 30 February into March, and 24:00 into the next day; it costs more than to see that neither can be. */
function isOnCalendar(text) {
    return surelyOnCalendar.test(text) || new Date(text).getUTCDate() === Number(text.slice(8, 10));
}
/** The moment of an instant, in milliseconds since 1970 UTC. */
function millisecondsOf(instantText) {
    return Date.parse(instantText);
}
/** A moment as an instant of whole seconds where it is one. */
function instantOf(milliseconds) {
    return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}


/***/ }),

/***/ 26204:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ severities)
/* harmony export */ });
/** How grave a finding or incident is, and how sure. */
/** Gravest first. */
const severities = ['high', 'medium', 'low', 'info'];


/***/ }),

/***/ 34959:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Az: () => (/* binding */ shardName),
/* harmony export */   EB: () => (/* binding */ shardWindows),
/* harmony export */   MO: () => (/* binding */ shardPeriod),
/* harmony export */   bA: () => (/* binding */ mostShards),
/* harmony export */   gu: () => (/* binding */ shardsAtMost),
/* harmony export */   uK: () => (/* binding */ parseShard)
/* harmony export */ });
/* harmony import */ var _record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49414);

/** More jobs than this wait for each other at the service; GitHub's own limit of a matrix is 256. */
const mostShards = 64;
const hour = 3_600_000;
/** What an hour of a weekend holds beside one of a working day, in an office with services that never rest. */
const weekend = 0.4;
function parseShard(text) {
    const [, part, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
    const shard = { part: Number(part), of: Number(of) };
    return shard.part >= 1 && shard.part <= shard.of && shard.of <= mostShards ? shard : undefined;
}
/** As in names of files and artifacts. */
function shardName({ part, of }) {
    return `${part}of${of}`;
}
/** The whole UTC hours at which a period can be cut. */
function hoursInside({ start, end }) {
    const hours = [];
    for (let at = (Math.floor(start / hour) + 1) * hour; at < end; at += hour)
        hours.push(at);
    return hours;
}
/** How many parts a period has at most. */
function shardsAtMost(period) {
    return Math.min(mostShards, hoursInside(period).length + 1);
}
/**
 * The parts' bounds, in order: half open, on whole UTC hours, tiling the period. Each is to hold as much of a working
 * week as the others, with an hour at least.
 * @param of at most `shardsAtMost`.
 */
function shardWindows(period, of) {
    const hours = hoursInside(period);
    const total = weightBefore(period, period.end);
    const windows = [];
    let start = period.start;
    let next = 0;
    for (let part = 1; part < of; part++) {
        const last = hours.length - (of - part);
        while (next < last && weightBefore(period, hours[next] ?? period.end) < (total * part) / of)
            next++;
        const end = hours[next++] ?? period.end;
        windows.push({ start, end });
        start = end;
    }
    return [...windows, { start, end: period.end }];
}
/** Working hours from the period's start to the moment. */
function weightBefore({ start }, moment) {
    let sum = 0;
    for (let from = start; from < moment;) {
        const to = Math.min(moment, (Math.floor(from / hour) + 1) * hour);
        const day = new Date(from).getUTCDay();
        sum += ((to - from) / hour) * (day === 0 || day === 6 ? weekend : 1);
        from = to;
    }
    return sum;
}
/** One part as a period of its own, with a label that tells it from the whole and from the other parts. */
function shardPeriod(period, shard) {
    const { start, end } = shardWindows(period, shard.of)[shard.part - 1] ?? period;
    const days = period.days.flatMap((day, index) => {
        const next = period.days[index + 1]?.start ?? period.end;
        return day.start < end && next > start ? [{ ...day, start: Math.max(day.start, start) }] : [];
    });
    const text = `${(0,_record_js__WEBPACK_IMPORTED_MODULE_0__/* .instantOf */ .B9)(start)}/${(0,_record_js__WEBPACK_IMPORTED_MODULE_0__/* .instantOf */ .B9)(end)}`;
    return { label: `${period.label}-${shardName(shard)}`, text, timezone: period.timezone, start, end, days };
}


/***/ }),

/***/ 81635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   XV: () => (/* binding */ middleOf),
/* harmony export */   gR: () => (/* binding */ contains),
/* harmony export */   jI: () => (/* binding */ shortestWindow),
/* harmony export */   lB: () => (/* binding */ tilingFaults),
/* harmony export */   os: () => (/* binding */ mergedWindows)
/* harmony export */ });
/** Stretches of time, always half open: `start` belongs to a window, `end` to the next one. */
/** The smallest window worth asking for, in milliseconds. */
const shortestWindow = 1000;
function contains(window, moment) {
    return window.start <= moment && moment < window.end;
}
/**
 * The window cut in two at `at` moved to a whole second, so that both parts have at least one;
 * undefined when it is too short to cut.
 */
function cut(window, at) {
    if (window.end - window.start < 2 * shortestWindow)
        return undefined;
    const second = Math.round(at / shortestWindow) * shortestWindow;
    const middle = Math.min(Math.max(second, window.start + shortestWindow), window.end - shortestWindow);
    return [
        { start: window.start, end: middle },
        { start: middle, end: window.end },
    ];
}
function middleOf(window) {
    return (window.start + window.end) / 2;
}
/** Where windows fail to tile the period: what is missing between them, and what they cover twice. */
function tilingFaults(period, windows) {
    const missing = [];
    const double = [];
    let covered = period.start;
    for (const window of [...windows].sort((a, b) => a.start - b.start || a.end - b.end)) {
        if (window.start > covered)
            missing.push({ start: covered, end: window.start });
        if (window.start < covered)
            double.push({ start: window.start, end: Math.min(covered, window.end) });
        covered = Math.max(covered, window.end);
    }
    if (covered < period.end)
        missing.push({ start: covered, end: period.end });
    if (covered > period.end)
        double.push({ start: period.end, end: covered });
    return { missing, double };
}
/** Neighbouring stretches joined, for people: twenty failed minutes in a row are one gap. */
function mergedWindows(windows, same) {
    const result = [];
    for (const window of windows) {
        const last = result.at(-1);
        if (last && last.end === window.start && same(last, window))
            result[result.length - 1] = { ...last, end: window.end };
        else
            result.push(window);
    }
    return result;
}


/***/ }),

/***/ 37178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean)
/* harmony export */ });
/** Which of the known words a misspelt one was meant to be. */
/** The known word that `word` is most like, or undefined when none is near enough for a guess. */
function didYouMean(word, known) {
    const bare = letters(word);
    const ranked = known
        .map(candidate => ({ candidate, distance: distance(bare, letters(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    return best && best.distance <= Math.max(1, Math.floor(bare.length / 4)) ? best.candidate : undefined;
}
/** Case, hyphens and underscores are what people get wrong most; they cost nothing. */
function letters(word) {
    return word.toLowerCase().replace(/[-_\s]/g, '');
}
/** Letters to insert, delete, replace or swap with a neighbour to turn one word into the other. */
function distance(a, b) {
    let before = [];
    let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const row = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
            row[j] = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, replaced);
            const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
            if (swapped)
                row[j] = Math.min(at(row, j), at(before, j - 2) + 1);
        }
        before = previous;
        previous = row;
    }
    return at(previous, b.length);
}
function at(row, index) {
    return row[index] ?? Number.POSITIVE_INFINITY;
}


/***/ }),

/***/ 88321:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rq: () => (/* binding */ reportOutcome),
/* harmony export */   X8: () => (/* binding */ reportProof),
/* harmony export */   _S: () => (/* binding */ reportPlan),
/* harmony export */   mf: () => (/* binding */ summaryLimit),
/* harmony export */   n0: () => (/* binding */ setOutputs),
/* harmony export */   qn: () => (/* binding */ reportMistakes),
/* harmony export */   v9: () => (/* binding */ reportSkipped),
/* harmony export */   xV: () => (/* binding */ reportFailure)
/* harmony export */ });
/* harmony import */ var _audit_ledger_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(83818);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49414);
/* harmony import */ var _audit_severity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(26204);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(63021);
/* harmony import */ var _report_publication_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16384);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/** Tells how the run ended: outputs for the next step, the page for people, annotations for what needs somebody. */






/** Bytes. GitHub shows nothing of a summary above 1 MiB. */
const summaryLimit = 900_000;
const mostAnnotations = 8;
/** All outputs, always: a step that reads one never meets a missing name. */
function setOutputs(telling, status, outcome, matrix = '') {
    const { period, directory, host } = telling;
    const open = outcome ? (0,_report_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .openFindings */ .lb)({ findings: outcome.facts.watch?.findings ?? [] }) : [];
    const outputs = {
        status,
        period: period?.text ?? '',
        start: period ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(period.start) : '',
        end: period ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(period.end) : '',
        records: String(outcome?.facts.records ?? 0),
        findings: String(open.length),
        'highest-severity': _audit_severity_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .g.find(severity => open.some(finding => finding.severity === severity)) ?? 'none',
        directory: outcome ? directory : '',
        manifest: outcome ? `${directory}/manifest.json` : '',
        'artifact-id': outcome?.artifact?.id ?? '',
        'artifact-url': outcome?.artifact?.url ?? '',
        'artifact-digest': outcome?.artifact?.digest ?? '',
        'issue-url': outcome?.published.find(one => one.name === 'issue')?.url ?? '',
        matrix,
    };
    for (const [name, value] of Object.entries(outputs))
        host.output(name, value);
}
/** Outputs are the month's own; `earlier` months are told beside it, and count for `fail-on`. */
async function reportOutcome(telling, outcome, earlier = []) {
    const { host, directory } = telling;
    const { status, reasons, artifact, facts, sections } = outcome;
    setOutputs(telling, status, outcome);
    const kept = artifact ? `\n\nArtifact ${artifact.url || artifact.id}` : '';
    await host.summary((0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .withinSize */ .LE)([`${sections[0] ?? ''}${kept}`, ...earlierSection(earlier), ...sections.slice(1)], summaryLimit));
    tellGaps(host, facts.gaps);
    const open = (0,_report_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .openFindings */ .lb)({ findings: facts.watch?.findings ?? [] });
    if (open.length > 0)
        host.warning(`${(0,_report_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .findingsInWords */ .n$)(open)} this month; the summary and report.html tell them.`);
    host.info('');
    host.info(`${status.toUpperCase()}: ${facts.records} records of ${facts.period.text} in ${directory}; ${(0,_report_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .findingsInWords */ .n$)(open)}.`);
    for (const reason of reasons.slice(0, mostAnnotations))
        host.info(reason);
    for (const delivery of outcome.published)
        tellDelivery(host, delivery);
    tellFailing(telling, outcome, open);
    for (const month of earlier)
        tellEarlier(telling, month);
}
function earlierSection(earlier) {
    if (earlier.length === 0)
        return [];
    const rows = earlier.map(month => {
        const { text } = month.period;
        if (!('outcome' in month))
            return [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeMarkdown */ .FV)(text), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeMarkdown */ .FV)('failed' in month ? 'failed' : month.leftOut, 200), '', ''];
        const { status, facts, artifact } = month.outcome;
        const place = artifact?.url || month.directory;
        return [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeMarkdown */ .FV)(text), status, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .thousands */ .oh)(facts.records), artifact?.url ? place : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeMarkdown */ .FV)(place)];
    });
    return [`## Earlier months\n\n${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .markdownTable */ .Qj)(['Month', 'Export', 'Records', 'Where'], rows)}`];
}
function tellEarlier(telling, month) {
    const { host, failOn } = telling;
    const { text } = month.period;
    if ('leftOut' in month) {
        host.notice(`${text}: ${month.leftOut}.`);
        return;
    }
    if ('failed' in month) {
        const message = `${text} could not be made up for: ${month.failed}`;
        if (failOn.includes('incomplete'))
            host.fail(message);
        else
            host.warning(message);
        return;
    }
    const { status, facts } = month.outcome;
    host.info(`${status.toUpperCase()}: ${facts.records} records of ${text} in ${month.directory}.`);
    tellGaps(host, facts.gaps);
    for (const delivery of month.outcome.published)
        tellDelivery(host, delivery);
    const findings = facts.watch?.findings ?? [];
    tellFailing({ ...telling, directory: month.directory }, month.outcome, (0,_report_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .openFindings */ .lb)({ findings }));
}
function tellGaps(host, gaps) {
    for (const gap of gaps.slice(0, mostAnnotations))
        host.warning(`Not proven: ${(0,_audit_ledger_js__WEBPACK_IMPORTED_MODULE_5__/* .rangeText */ .lq)(gap)}: ${gap.reason?.message ?? ''} [${gap.reason?.code ?? ''}]`);
    if (gaps.length > mostAnnotations)
        host.warning(`and ${gaps.length - mostAnnotations} more gaps; manifest.json has them all.`);
}
/** A mail that never came is missed by nobody, so it fails the step; an issue that could not be written is only told. */
function tellDelivery(host, { name, did, notes, failure }) {
    if (did)
        host.info(did);
    for (const note of notes)
        host.notice(note);
    if (failure === undefined)
        return;
    if (name === 'issue')
        host.error(`The issue was not written: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(failure)}`);
    else
        host.fail(`The mail was not sent: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(failure)}`);
}
function tellFailing(telling, outcome, open) {
    const { host, directory, failOn } = telling;
    const { status, reasons, uploadFailure } = outcome;
    if (uploadFailure)
        host.fail(`The export is whole in ${directory}, but was not kept as an artifact: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(uploadFailure)}`);
    const kept = 'The step fails because fail-on says so; everything that was read is kept.';
    const { text } = outcome.facts.period;
    const what = telling.period?.text === text ? 'The export' : `The export of ${text}`;
    if (failOn.includes(status))
        host.fail(`${what} is ${status}: ${reasons[0] ?? ''} ${kept}`);
    const least = Math.max(...failOn.map(word => _audit_severity_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .g.indexOf(word)));
    const grave = open.filter(finding => _audit_severity_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .g.indexOf(finding.severity) <= least);
    if (grave.length > 0)
        host.fail(`There are ${(0,_report_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .findingsInWords */ .n$)(grave)}. ${kept}`);
}
function reportSkipped(telling, why) {
    setOutputs(telling, 'skipped');
    telling.host.notice(why);
}
/** Nothing was exported, so that no verdict on records can be meant: `skipped`. */
async function reportPlan(telling, { matrix, markdown }) {
    const { host } = telling;
    setOutputs(telling, 'skipped', undefined, matrix);
    await host.summary((0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .withinSize */ .LE)([markdown], summaryLimit));
    host.info(markdown);
    host.info(`matrix: ${matrix}`);
}
function reportFailure(telling, failure) {
    setOutputs(telling, 'failed');
    telling.host.fail((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(failure));
}
/** Every mistake in the inputs at once: an annotation each, and one line that fails the step. */
function reportMistakes(host, mistakes) {
    setOutputs({ host, failOn: [], directory: '' }, 'failed');
    for (const mistake of mistakes)
        host.error((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(mistake));
    host.fail(mistakes.length === 1
        ? 'One input is wrong; see the error above.'
        : `${mistakes.length} inputs are wrong; see the errors above.`);
}
/** What `verify` found: the folder's own verdict when it is proven, its faults when it is not. */
function reportProof(host, directory, proof) {
    const { manifest, faults, records, sealed, withoutText } = proof;
    const proven = faults.length === 0 && manifest !== undefined;
    setOutputs({ host, failOn: [], directory }, proven ? manifest.status : 'failed');
    host.output('records', String(records));
    host.output('directory', directory);
    host.output('manifest', `${directory}/manifest.json`);
    if (manifest) {
        host.output('period', manifest.period.text);
        host.output('start', manifest.period.start);
        host.output('end', manifest.period.end);
    }
    if (proven) {
        host.info(`PROVEN: ${directory} is as it was written: ${manifest.status}, ${records} records, ${manifest.windows.length} windows, ${manifest.files.length} files.`);
        if (sealed) {
            host.notice('The files are encrypted: their hashes and what the manifest claims were checked, order and counts of the records were not. Where the private key is, --identity key.txt looks inside.');
        }
        if (withoutText) {
            host.notice('The flat CSV is the only file of records: their count, order and windows were checked, their content only by the file’s hash. An export with jsonl or parquet among its formats, or with columns: both, holds whole records.');
        }
        for (const reason of manifest.reasons)
            host.info(reason);
        return;
    }
    for (const fault of faults)
        host.error(fault);
    host.fail(`${directory} is not proven: ${faults.length} faults, listed above. [VERIFY_FAULTS] Do not rely on it; take the artifact of the run that made it, or export again.`);
}


/***/ }),

/***/ 63021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   LE: () => (/* binding */ withinSize),
/* harmony export */   Qj: () => (/* binding */ markdownTable),
/* harmony export */   oh: () => (/* binding */ thousands)
/* harmony export */ });
/** Markdown from words that nobody vetted: names in records are hostile until shown otherwise. */
/** Text that stays text in a table cell or a line: no markup, no links, no mentions, no second line. */
function escapeMarkdown(text, longest = 120) {
    const short = text.length > longest ? `${text.slice(0, longest - 1).replace(halfCharacter, '')}…` : text;
    return short
        .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
        .replace(/[&<>|`*_~[\](){}#+!\\$:/@-]/g, character => `&#${character.charCodeAt(0)};`)
        .replace(bareLink, '$1&#46;');
}
/** GitHub makes a link of what begins so, without any markup. */
const bareLink = /(www)\./gi;
const halfCharacter = /[\ud800-\udbff]$/;
/** Columns of numbers stand at the right; the first column never does. */
function markdownTable(header, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const rule = header.map((_name, index) => index > 0 && rows.every(row => number.test(row[index] ?? '')) ? '---:' : '---');
    return [line(header), line(rule), ...rows.map(line)].join('\n');
}
const number = /^([+−×]|up to )?[\d,.]+( %)?$|^(same|new|none now)?$/;
/** 1234567 → 1,234,567 */
function thousands(value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
/** As many whole sections as have room, the first always; what was left out is said. Bytes, since GitHub counts bytes. */
function withinSize(sections, maximumBytes) {
    const size = (text) => new TextEncoder().encode(text).length;
    const kept = [];
    const note = (left) => `\n\n_${left} sections are left out here for their size; summary.md in the folder has them._\n`;
    let used = size(note(sections.length));
    for (const [index, section] of sections.entries()) {
        used += size(section) + 2;
        if (index > 0 && used > maximumBytes)
            return kept.join('\n\n') + note(sections.length - index);
        kept.push(section);
    }
    return `${kept.join('\n\n')}\n`;
}


/***/ }),

/***/ 16384:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PJ: () => (/* binding */ isLink),
/* harmony export */   e_: () => (/* binding */ needsAttention),
/* harmony export */   lb: () => (/* binding */ openFindings),
/* harmony export */   n$: () => (/* binding */ findingsInWords)
/* harmony export */ });
/* harmony import */ var _audit_severity_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26204);

/** Findings that nobody has accepted. */
function openFindings({ findings }) {
    return findings.filter(finding => !finding.accepted);
}
/** Whether there is something to do: a finding, or a part of the month that is not proven. */
function needsAttention(publication) {
    return publication.status === 'incomplete' || openFindings(publication).length > 0;
}
/** `3 findings (1 high, 2 low)` */
function findingsInWords(findings) {
    if (findings.length === 0)
        return 'no findings';
    const parts = _audit_severity_js__WEBPACK_IMPORTED_MODULE_0__/* .severities */ .g.flatMap(severity => {
        const count = findings.filter(finding => finding.severity === severity).length;
        return count > 0 ? [`${count} ${severity}`] : [];
    });
    return `${findings.length} finding${findings.length === 1 ? '' : 's'} (${parts.join(', ')})`;
}
/** Addresses that we were given by the runner, and would follow ourselves. */
function isLink(url) {
    return url !== undefined && /^https?:\/\/[^\s<>"'()[\]\\]+$/.test(url);
}


/***/ }),

/***/ 4675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ cloudNamed),
/* harmony export */   c: () => (/* binding */ cloudNames)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/** Microsoft's clouds as data: where each one's services are, what a token for them is asked by, what each lacks. */

const cloudNames = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'];
/** The cloud of the input `cloud`; throws with the names there are. */
function cloudNamed(name) {
    const known = cloudNames.find(one => one === name.trim().toLowerCase());
    if (known)
        return CLOUDS[known];
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'CLOUD_UNKNOWN',
        message: `There is no cloud '${name}'.`,
        remedy: `Set cloud to one of: ${cloudNames.join(', ')}.`,
    });
}
const worldwide = {
    name: 'worldwide',
    authority: 'https://login.microsoftonline.com',
    login: 'https://login.microsoftonline.com',
    exchange: 'https://outlook.office365.com',
    graph: 'https://graph.microsoft.com',
    vaultSuffix: '.vault.azure.net',
    federationAudience: 'api://AzureADTokenExchange',
    portal: 'https://entra.microsoft.com',
    azure: 'AzureCloud',
    exchangeEnvironment: 'O365Default',
    scopes: {
        exchange: 'https://outlook.office365.com/.default',
        graph: 'https://graph.microsoft.com/.default',
        vault: 'https://vault.azure.net/.default',
    },
    limits: [],
    graphAuditLogQuery: true,
    exchangeAlwaysEmpty: false,
};
/** https://learn.microsoft.com/graph/api/resources/security-auditlogquery: not in US Government L4, L5 and China. */
const noAuditLogQuery = 'Graph has no audit log query in this cloud; the source can only be exchange.';
const governmentVault = {
    vaultSuffix: '.vault.usgovcloudapi.net',
    vaultScope: 'https://vault.usgovcloudapi.net/.default',
};
const gccHigh = {
    name: 'gcc-high',
    authority: 'https://login.microsoftonline.us',
    login: 'https://login.microsoftonline.us',
    exchange: 'https://outlook.office365.us',
    graph: 'https://graph.microsoft.us',
    vaultSuffix: governmentVault.vaultSuffix,
    federationAudience: 'api://AzureADTokenExchangeUSGov',
    portal: 'https://entra.microsoft.us',
    azure: 'AzureUSGovernment',
    exchangeEnvironment: 'O365USGovGCCHigh',
    scopes: {
        exchange: 'https://outlook.office365.us/.default',
        graph: 'https://graph.microsoft.us/.default',
        vault: governmentVault.vaultScope,
    },
    limits: [noAuditLogQuery],
    graphAuditLogQuery: false,
    exchangeAlwaysEmpty: false,
};
const CLOUDS = {
    worldwide,
    gcc: { ...worldwide, name: 'gcc' },
    'gcc-high': gccHigh,
    dod: {
        ...gccHigh,
        name: 'dod',
        exchange: 'https://outlook-dod.office365.us',
        graph: 'https://dod-graph.microsoft.us',
        exchangeEnvironment: 'O365USGovDoD',
        scopes: {
            exchange: 'https://outlook-dod.office365.us/.default',
            graph: 'https://dod-graph.microsoft.us/.default',
            vault: governmentVault.vaultScope,
        },
    },
    china: {
        name: 'china',
        authority: 'https://login.partner.microsoftonline.cn',
        login: 'https://login.partner.microsoftonline.cn',
        exchange: 'https://outlook.office365.cn',
        graph: 'https://microsoftgraph.chinacloudapi.cn',
        vaultSuffix: '.vault.azure.cn',
        federationAudience: 'api://AzureADTokenExchangeChina',
        portal: 'https://entra.microsoftonline.cn',
        azure: 'AzureChinaCloud',
        exchangeEnvironment: 'O365China',
        scopes: {
            exchange: 'https://outlook.office365.cn/.default',
            graph: 'https://microsoftgraph.chinacloudapi.cn/.default',
            vault: 'https://vault.azure.cn/.default',
        },
        limits: [
            noAuditLogQuery,
            'Search-UnifiedAuditLog exists in this cloud and finds nothing, whatever happened: an export can never be complete.',
        ],
        graphAuditLogQuery: false,
        exchangeAlwaysEmpty: true,
    },
};


/***/ }),

/***/ 36753:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ openFederation),
/* harmony export */   o: () => (/* binding */ noIdToken)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _wire_send_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38475);
/**
 * Workload identity federation: GitHub's OIDC token proves the app in place of a certificate. Asks for the tokens, and
 * knows what they say of the job; how Entra compares that, and what to do about it, is in `subject.ts`.
 */


const policy = {
    tries: 5,
    base: 1_000,
    longest: 30_000,
    timeout: 30_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** Asks for a first token, which shows that the job may. Throws `OIDC_…`. */
async function openFederation(world, cloud, request, signal) {
    if (request === undefined)
        throw noIdToken();
    world.mask(request.bearer);
    const idToken = (cancelled = signal) => ask(world, request, cloud.federationAudience, cancelled);
    const { presented } = await idToken();
    return { presented, idToken };
}
/** Why there is no token to ask for. A runner sets the two variables for jobs with the permission, and for no others. */
function noIdToken() {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'OIDC_UNAVAILABLE',
        message: "No certificate is given, and this job can't ask for GitHub's OIDC token: ACTIONS_ID_TOKEN_REQUEST_URL and …_TOKEN are not set.",
        remedy: 'To sign in without a certificate, give the job `permissions: {contents: read, id-token: write}`; where a reusable ' +
            'workflow holds the job, the calling job must grant it as well, for a called workflow never gets more than its ' +
            'caller has. If a certificate was meant, give exactly one of certificate, certificate-file and ' +
            'key-vault-certificate, and check the name of its secret: one that does not exist arrives as nothing at all. ' +
            "Pull requests from forks, and Dependabot's, get neither secrets nor id-token: run on a schedule, by hand or on a branch.",
    });
}
function ask(world, { url, bearer }, audience, signal) {
    const address = `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`;
    return (0,_wire_send_js__WEBPACK_IMPORTED_MODULE_1__/* .send */ .t)(world, {
        request: () => new Request(address, { headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' } }),
        read: answer => readIdToken(answer, world),
        policy,
        ...(signal && { signal }),
    });
}
function readIdToken(answer, world) {
    const { status } = answer;
    if (status === 429 || status >= 500)
        return { retry: refused(status), throttled: status === 429 };
    if (status !== 200)
        return { failed: refused(status) };
    const secret = parse(new TextDecoder().decode(answer.bytes))?.value;
    if (typeof secret !== 'string')
        return { failed: unreadable() };
    world.mask(secret);
    const presented = readPresented(secret);
    return presented ? { done: { secret, presented } } : { failed: unreadable() };
}
/** What the token says, unverified, as it is meant for Entra; undefined when it isn't a JWT. */
function readPresented(token) {
    const parts = token.split('.');
    const claims = parts.length === 3 ? parse(Buffer.from(parts[1] ?? '', 'base64url').toString()) : undefined;
    if (claims === undefined || typeof claims.sub !== 'string' || typeof claims.iss !== 'string')
        return undefined;
    const names = {
        repository: 'repository',
        repositoryId: 'repository_id',
        ownerId: 'repository_owner_id',
        environment: 'environment',
        event: 'event_name',
        ref: 'ref',
    };
    const told = Object.entries(names).flatMap(([name, claim]) => {
        const value = claims[claim];
        return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    });
    const audience = [claims.aud].flat().join(' ');
    return { issuer: claims.iss, subject: claims.sub, audience, ...Object.fromEntries(told) };
}
function parse(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}
function refused(status) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'OIDC_REFUSED',
        message: `GitHub answered ${status} when asked for the job's OIDC token.`,
        remedy: status === 429 || status >= 500
            ? 'It usually passes: run again later. If it lasts, see https://www.githubstatus.com.'
            : 'The job needs `permissions: {id-token: write}`, and its token lasts as long as the job; run the job again.',
        evidence: { status: String(status) },
    });
}
function unreadable() {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'OIDC_UNREADABLE',
        message: "What came in place of GitHub's OIDC token is not a token.",
        remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
    });
}


/***/ }),

/***/ 81068:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  realWorld: () => (/* binding */ realWorld),
  start: () => (/* binding */ start)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(78877);
;// CONCATENATED MODULE: ./lib/host/heap.js
/** Keeps the process small: V8 would let its heap grow to several times of what lives before it collects. */

/**
 * Percent by which the heap may grow between collections, while it is small and from then on. Measured on the demo: a third
 * less memory than V8 takes for hardly more time. A small heap that may grow by as little collects all the time.
 */
const growth = { small: 150, large: 60 };
/** Bytes of old objects, garbage included, with which a heap is no longer small. */
const large = 24 << 20;
/** Bytes at which the space of young objects stops growing. Node 24 would let it reach 128 MB, and the month is read no faster for it. */
const youngIsEnough = 4 << 20;
function keepHeapSmall() {
    (0,external_node_v8_.setFlagsFromString)(`--heap-growing-percent=${growth.small}`);
    once(() => spaceNamed('new_space')?.space_size, youngIsEnough, () => (0,external_node_v8_.setFlagsFromString)('--semi-space-growth-factor=1'));
    once(() => spaceNamed('old_space')?.space_used_size, large, () => (0,external_node_v8_.setFlagsFromString)(`--heap-growing-percent=${growth.large}`));
}
function once(bytes, enough, then) {
    const watch = setInterval(() => {
        if ((bytes() ?? 0) < enough)
            return;
        clearInterval(watch);
        then();
    }, 10);
    watch.unref();
}
function spaceNamed(name) {
    return (0,external_node_v8_.getHeapSpaceStatistics)().find(space => space.space_name === name);
}

// EXTERNAL MODULE: ./lib/audit/filters.js
var filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/period.js
var period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/audit/shard.js
var shard = __webpack_require__(34959);
;// CONCATENATED MODULE: ./lib/inputs/age.js
/** Native keys, post-quantum ones, and those of hardware tags, with the bytes each holds. */
const kinds = { age: 32, age1pq: 1216, age1tag: 33, age1tagpq: 1249 };
const expected = 'age recipients (`age1…`), one a line or by comma';
const remedy = 'Make a key pair with `age-keygen -o key.txt`, keep that file off GitHub, and give the line after “Public key:”.';
/** A list by comma or line; lines that begin with # are comments, as in age's own recipient files. */
const recipients = text => {
    if (identityPattern.test(text)) {
        return {
            wrong: {
                why: 'it holds an identity, which is the private key and decrypts everything; treat it as known to others',
                expected,
                remedy: `Make a new pair, and give its recipient here. ${remedy}`,
                secret: true,
            },
        };
    }
    const items = text
        .split(/[\r\n]+/)
        .filter(line => !line.trim().startsWith('#'))
        .flatMap(line => line.split(','))
        .map(item => item.trim())
        .filter(item => item !== '');
    const whys = items.flatMap((item, index) => {
        const why = faultOf(item);
        return why === undefined ? [] : [`number ${index + 1} ${named(item)}${why}`];
    });
    if (whys.length > 0)
        return { wrong: { why: whys.join('; '), expected, remedy } };
    if (items.length === 0)
        return { wrong: { why: 'it names nobody', expected, remedy } };
    return { ok: [...new Set(items)] };
};
const identityPattern = /AGE-SECRET-KEY-/i;
/** Private keys wherever they stand in a text, to be masked whatever becomes of it. */
function identitiesIn(text) {
    return text.match(/AGE-SECRET-KEY-[A-Z0-9-]+/gi) ?? [];
}
/** Only what is surely a public key is shown: anything may have been pasted. */
function named(item) {
    return /^age1[a-z0-9]+$/.test(item) ? `(${item.slice(0, 12)}…) ` : '';
}
function faultOf(item) {
    if (/^(ssh-|ecdsa-)/.test(item))
        return 'is an SSH key, which is not supported';
    if (!/^age1/i.test(item))
        return 'does not begin with age1';
    const decoded = decodeBech32(item);
    if (decoded === undefined)
        return 'fails its checksum: a character is wrong or missing';
    const bytes = kinds[decoded.prefix];
    if (bytes === undefined)
        return 'is of a plugin, whose program is not here';
    return decoded.bytes === bytes ? undefined : 'has the wrong length';
}
const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** BIP 173 without its limit of 90 characters, as age uses it; undefined when the checksum fails. */
function decodeBech32(text) {
    const separator = text.lastIndexOf('1');
    const prefix = text.slice(0, separator);
    const values = [...text.slice(separator + 1)].map(letter => alphabet.indexOf(letter));
    if (separator < 1 || values.length < 6 || values.includes(-1))
        return undefined;
    const codes = [...prefix].map(letter => letter.charCodeAt(0));
    const checked = [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31), ...values];
    if (checked.reduce(polynomial, 1) !== 1)
        return undefined;
    return { prefix, bytes: Math.floor(((values.length - 6) * 5) / 8) };
}
function polynomial(sum, value) {
    const top = sum >>> 25;
    const shifted = ((sum & 0x1ffffff) << 5) ^ value;
    return generator.reduce((mixed, term, bit) => ((top >>> bit) & 1 ? mixed ^ term : mixed), shifted);
}

;// CONCATENATED MODULE: ./lib/inputs/catalogue.js
/** The inputs by name, with their defaults. */
/** Every input of this version, in action.yml's order. A runner fills in action.yml's defaults, a terminal these. */
const catalogue = {
    mode: { default: 'export' },
    'tenant-id': { default: '' },
    'client-id': { default: '' },
    certificate: { default: '', secret: true },
    'certificate-file': { default: '' },
    'certificate-password': { default: '', secret: true },
    'certificate-thumbprint': { default: '' },
    'key-vault-certificate': { default: '' },
    'key-vault-token': { default: '', secret: true },
    cloud: { default: 'worldwide' },
    period: { default: 'auto' },
    backfill: { default: '0' },
    timezone: { default: 'UTC' },
    'run-on': { default: 'any-day' },
    source: { default: 'auto' },
    'record-types': { default: '' },
    'exclude-record-types': { default: '' },
    operations: { default: '' },
    users: { default: '' },
    'ip-addresses': { default: '' },
    'object-ids': { default: '' },
    'free-text': { default: '' },
    settle: { default: '72h' },
    confirm: { default: 'sample' },
    directory: { default: 'm365-audit' },
    formats: { default: 'csv,jsonl' },
    columns: { default: 'cmdlet' },
    'encrypt-to': { default: '' },
    'pseudonym-key': { default: '', secret: true },
    upload: { default: 'true' },
    'artifact-name': { default: 'm365-audit-<tenant>-<period>' },
    'retention-days': { default: '0' },
    'allow-public': { default: 'false' },
    'minimum-severity': { default: 'low' },
    accepted: { default: '.github/accepted-findings.yml' },
    baseline: { default: 'auto' },
    'state-key': { default: '', secret: true },
    issue: { default: 'never' },
    'issue-labels': { default: '' },
    'issue-assignees': { default: '' },
    'mail-to': { default: '' },
    'mail-from': { default: '' },
    'mail-when': { default: 'findings' },
    'mail-attach': { default: 'false' },
    'smtp-url': { default: '', secret: true },
    disclose: { default: 'masked' },
    'fail-on': { default: 'incomplete' },
    concurrency: { default: '2' },
    deadline: { default: '330m' },
    resume: { default: 'auto' },
    shard: { default: '' },
    // action.yml's default is the expression for the job's own token.
    'github-token': { default: '', secret: true },
};
const inputNames = Object.keys(catalogue);
/**
 * What only a person in a terminal may give: a private key has no business on a runner, where the export that it opens
 * lies as well. `--identity FILE` reads it from a file, INPUT_AGE_IDENTITY holds it.
 */
const terminalOnly = ['age-identity'];

// EXTERNAL MODULE: ./lib/inputs/did-you-mean.js
var did_you_mean = __webpack_require__(37178);
;// CONCATENATED MODULE: ./lib/inputs/mail-readers.js
/** Readers of addresses, mail servers, and people and labels on GitHub. */
const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** One address alone, in ASCII: names beside it and exotic forms are refused, so that none can carry a second header. */
const emailAddress = text => {
    const no = (why) => ({
        wrong: {
            ...(why === undefined ? {} : { why }),
            expected: 'addresses such as audit@contoso.com',
            remedy: 'Write each address alone, separated by commas or lines.',
        },
    });
    const at = text.lastIndexOf('@');
    if (/\p{Cc}/u.test(text))
        return no('it holds a line break or another control character');
    if (/[<>"]/.test(text))
        return no('it has a name beside the address');
    if (/[;\s]/.test(text))
        return no('it holds a space or a semicolon');
    if (at < 0)
        return no('it has no @');
    if (/[^\x20-\x7e]/.test(text))
        return no('it holds other than ASCII letters, which not every server takes');
    if (at > 64 || !localPart.test(text.slice(0, at)))
        return no('what stands before the @ is no mailbox');
    return domain.test(text.slice(at + 1)) ? { ok: text } : no('what stands after the @ is no domain');
};
/** Graph takes the mailbox's object id as well. */
const mailbox = text => (guid.test(text) ? { ok: text.toLowerCase() } : emailAddress(text));
const smtpUrl = text => {
    const no = (why) => ({
        wrong: {
            why,
            expected: 'smtps://USER:PASSWORD@HOST:465 or smtp://USER:PASSWORD@HOST:587',
            remedy: 'Percent-encode special characters of user and password: @ is %40, / is %2F, # is %23, % is %25.',
            secret: true,
        },
    });
    if (!/^smtps?:\/\//i.test(text))
        return no('it does not begin with smtp:// or smtps://');
    if (!URL.canParse(text))
        return no('it can’t be understood as a URL');
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    if (host === '' || !/^[a-z0-9.:_-]+$/.test(host))
        return no('it names no host');
    if (url.search || url.hash || !['', '/'].includes(url.pathname))
        return no('something follows host and port');
    const implicitTls = url.protocol === 'smtps:';
    const port = Number(url.port || (implicitTls ? 465 : 587));
    if (implicitTls && (port === 587 || port === 25))
        return no(`servers begin in the clear on port ${port}, which is smtp:`);
    if (!implicitTls && port === 465)
        return no('servers speak TLS at once on port 465, which is smtps:');
    const [user, password] = [decoded(url.username), decoded(url.password)];
    if (user === undefined || password === undefined)
        return no('a % in user or password begins no character');
    if ((user === '') !== (password === ''))
        return no(user === '' ? 'it has a password without a user' : 'it has a user without a password');
    return { ok: { host, port, implicitTls, ...(user === '' ? {} : { login: { user, password } }) } };
};
/** The passwords in what may be a URL, however broken, in each form they can turn up in. */
function passwordsIn(text) {
    const raw = /^\s*[a-z]+:\/\/[^:]*:([\s\S]*)@/i.exec(text)?.[1];
    return raw === undefined ? [] : [...new Set([raw, decoded(raw) ?? raw])].filter(one => one !== '');
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return undefined;
    }
}
const gitHubLogin = text => /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])|_){0,38}$/i.test(text)
    ? { ok: text }
    : {
        wrong: {
            ...(text.startsWith('@') ? { why: `“${text}”: the @ does not belong to it` } : {}),
            expected: 'names of GitHub users',
            remedy: 'Write the user names alone; teams can’t be assigned.',
        },
    };
const issueLabel = text => text.length <= 50 && !/\p{Cc}/u.test(text)
    ? { ok: text }
    : { wrong: { why: 'it is longer than 50 characters', expected: 'labels of the repository', remedy: 'Shorten it.' } };

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
;// CONCATENATED MODULE: ./lib/inputs/readers.js
/** One input's text → its value. Each reader knows one kind of word; none knows which input it reads. */


const readers_guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const readers_domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;
const tenantId = text => {
    const expected = 'the directory (tenant) id, a GUID, or the primary domain such as contoso.onmicrosoft.com';
    const remedy = 'Copy “Directory (tenant) ID” from the Entra admin centre, Identity > Overview.';
    const no = (why) => ({ wrong: { why, expected, remedy } });
    if (readers_guid.test(text))
        return /^[0-]+$/.test(text) ? no('this GUID is all zeros') : { ok: text.toLowerCase() };
    if (/^(common|organizations|consumers)$/i.test(text))
        return no('an app without a user needs one tenant by name');
    if (/^https?:|\//i.test(text))
        return no('this is a URL or a path');
    if (text.includes('@'))
        return no('this is an account, only the part after the @ can be the domain');
    if (/\s/.test(text))
        return no('it holds a space or a line break');
    if (/^[{"'].*[}"']$/.test(text))
        return no('it stands in braces or quotes');
    if (/^[a-z0-9-]+$/i.test(text))
        return no('it is neither a GUID nor a domain, which has a dot');
    return readers_domain.test(text) ? { ok: text.toLowerCase() } : no('it is neither a GUID nor a domain');
};
const readers_clientId = text => {
    if (readers_guid.test(text) && !/^[0-]+$/.test(text))
        return { ok: text.toLowerCase() };
    const expected = 'the application (client) id, a GUID';
    const remedy = 'Copy “Application (client) ID” from the app registration’s overview: not its object id, and neither the id nor the value of a client secret.';
    if (/^[\w~.-]{30,}$/.test(text) && text.includes('~')) {
        const why = 'this looks like the value of a client secret, which this action does not use; revoke it, it stands in a workflow';
        return { wrong: { why, expected, remedy, secret: true } };
    }
    return { wrong: { expected, remedy } };
};
/** Windows' certificate dialog puts an invisible left-to-right mark before the digits it lets one copy. */
const readers_thumbprint = text => {
    const digits = text.replace(/[\s:\u200e\u200f\ufeff-]/g, '').toUpperCase();
    if (/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits))
        return { ok: digits };
    return {
        wrong: {
            why: /^[0-9A-F]*$/.test(digits) ? `it has ${digits.length} hexadecimal digits` : 'it is not hexadecimal',
            expected: 'a SHA-1 thumbprint of 40 or a SHA-256 one of 64 hexadecimal digits; colons and spaces are allowed',
            remedy: 'Print it with `openssl x509 -in cert.cer -noout -fingerprint -sha256`.',
        },
    };
};
/** The text as it is, on one line. */
const line = text => /[\r\n]/.test(text)
    ? { wrong: { why: 'it has more than one line', expected: 'one line', remedy: 'Remove the line break.' } }
    : { ok: text };
/** A key made by a machine: long, and not of one repeated pattern. `loss` is what comes of changing it. */
function secretKey(loss) {
    return text => {
        const least = 32;
        const why = text.length < least
            ? `it has ${text.length} characters`
            : new Set(text).size < 10
                ? 'it holds hardly any different characters'
                : undefined;
        if (why === undefined)
            return { ok: text };
        const remedy = `Make one with \`openssl rand -base64 32\`, keep it as a secret, and keep it: ${loss}.`;
        return { wrong: { why, expected: `a random key of ${least} characters or more`, remedy } };
    };
}
/** One word of a fixed set; `coming` are words of later versions, each known and refused. */
function oneOf(words, coming = []) {
    return text => {
        const found = words.find(word => word === text);
        if (found !== undefined)
            return { ok: found };
        return { wrong: notOneOf(text, words, coming) };
    };
}
/** A list by comma or line, without repetitions. */
const listReader = text => {
    const items = text.split(/[,\r\n]/).map(item => item.trim());
    return { ok: [...new Set(items.filter(item => item !== ''))] };
};
/** A list whose items are each read, all wrong ones named at once. */
function listOfReader(item) {
    return text => {
        const items = [];
        const wrong = [];
        const whys = [];
        const read = listReader(text);
        for (const one of 'ok' in read ? read.ok : []) {
            const reading = item(one);
            if ('ok' in reading)
                items.push(reading.ok);
            else {
                wrong.push(reading.wrong);
                whys.push(reading.wrong.why === undefined ? `“${one}” is none` : `“${one}”: ${reading.wrong.why}`);
            }
        }
        const [first] = wrong;
        if (!first)
            return { ok: items };
        return { wrong: { ...first, why: whys.join(', '), expected: `${first.expected}, by comma or line` } };
    };
}
/** A list that must not come out empty. */
function some(items, example) {
    return text => {
        const reading = items(text);
        if ('wrong' in reading || reading.ok.length > 0)
            return reading;
        return { wrong: { why: 'it names nothing', expected: 'at least one', remedy: `Write for instance \`${example}\`.` } };
    };
}
function choices(words, coming = []) {
    return listOfReader(oneOf(words, coming));
}
/** A superset of YAML 1.2's core schema, which `core.getBooleanInput` follows: no text can mean two things. */
const readers_boolean = text => {
    if (/^(true|yes|1)$/i.test(text))
        return { ok: true };
    if (/^(false|no|0)$/i.test(text))
        return { ok: false };
    return { wrong: { expected: 'true or false (yes, no, 1 and 0 are understood)', remedy: 'Write `true` or `false`.' } };
};
function wholeNumber(least, most) {
    return text => {
        const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
        if (value >= least && value <= most)
            return { ok: value };
        const expected = `a whole number from ${least} to ${most}`;
        return { wrong: { expected, remedy: `Write digits only, ${least} at least and ${most} at most.` } };
    };
}
const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
/** `72h`, `3d`, `90m`, `1d12h` or `0`, in milliseconds. */
function durationReader(least, most) {
    return text => {
        const value = milliseconds(text);
        const expected = `a duration from ${least} to ${most}, such as 72h, 3d, 90m or 1d12h`;
        const remedy = 'Write a number and its unit without a space: d, h, m or s.';
        if (value === undefined)
            return { wrong: { why: /^\d+$/.test(text) ? 'the unit is missing' : 'it is no duration', expected, remedy } };
        if (value < (milliseconds(least) ?? 0))
            return { wrong: { why: 'it is too short', expected, remedy } };
        if (value > (milliseconds(most) ?? 0))
            return { wrong: { why: 'it is too long', expected, remedy } };
        return { ok: value };
    };
}
function milliseconds(text) {
    if (text === '0')
        return 0;
    if (!/^(?=\d)(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/.test(text))
        return undefined;
    let sum = 0;
    for (const [, digits, unit] of text.matchAll(/(\d+)([dhms])/g))
        sum += Number(digits) * units[unit];
    return sum;
}
/** An IANA zone, in the spelling of the zone list when it differs only by case. */
const timezone = text => {
    const known = knownZones();
    const spelled = known.find(zone => zone.toLowerCase() === text.toLowerCase());
    if (spelled)
        return { ok: spelled };
    if (/^[a-z]/i.test(text) && isZone(text))
        return { ok: text };
    const city = known.find(zone => zone.toLowerCase().endsWith(`/${text.toLowerCase().replaceAll(' ', '_')}`));
    const meant = city ?? (0,did_you_mean/* didYouMean */.a)(text, known);
    return {
        wrong: {
            ...(meant === undefined ? {} : { why: `perhaps ${meant} is meant` }),
            expected: 'an IANA time zone such as UTC, Europe/Berlin or America/New_York',
            remedy: 'Offsets (+02:00) and Windows names (W. Europe Standard Time) are none; take the name of a city’s zone.',
        },
    };
};
function knownZones() {
    return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
function isZone(text) {
    try {
        new Intl.DateTimeFormat('en', { timeZone: text });
        return true;
    }
    catch {
        return false;
    }
}
const recordType = text => /^([a-z][a-z0-9]*|\d{1,5})$/i.test(text)
    ? { ok: text }
    : {
        wrong: {
            expected: 'record types, each by the service’s name or number (ExchangeAdmin or 1)',
            remedy: 'Take the names from AuditLogRecordType in Microsoft’s audit log schema; wildcards are none.',
        },
    };
const ipAddress = text => (0,external_node_net_.isIP)(text) > 0
    ? { ok: text }
    : {
        wrong: {
            ...(text.includes('/') ? { why: 'it is a range, which the service can’t search for' } : {}),
            expected: 'IPv4 or IPv6 addresses',
            remedy: 'Write each address out, without port and brackets.',
        },
    };
/** A folder below the workspace, as a normalised relative path. */
const folder = text => {
    const expected = 'a relative path of a folder below the workspace, such as m365-audit';
    const remedy = 'Name a folder that nothing else writes to.';
    const no = (why) => ({ wrong: { why, expected, remedy } });
    const parts = text.split(/[/\\]/).filter(part => part !== '' && part !== '.');
    if (hasControls(text))
        return no('it holds a line break or another control character');
    if (/^[/\\]|^[a-z]:/i.test(text))
        return no('it is absolute');
    if (parts[0] === '~')
        return no('nothing expands ~ here');
    if (parts.includes('..'))
        return no('it leads out by ..');
    if (parts.length === 0)
        return no('it is the workspace itself');
    if (parts[0]?.toLowerCase() === '.git')
        return no('it lies inside .git');
    return { ok: parts.join('/') };
};
/** Characters that the artifact service refuses: https://github.com/actions/toolkit, packages/artifact. */
const artifactNameReader = text => {
    const remedy = 'Keep to letters, digits, dots, hyphens and underscores around the placeholders.';
    const expected = 'a name without " : < > | * ? \\ / in which <tenant> and <period> stand for what is exported';
    const literal = text.replaceAll('<tenant>', '').replaceAll('<period>', '');
    const placeholder = /<[^<>]*>/.exec(literal);
    if (placeholder)
        return { wrong: { why: `there is no placeholder ${placeholder[0]}`, expected, remedy } };
    const refused = /["<>:|*?\\/]/.exec(literal);
    if (refused)
        return { wrong: { why: `${refused[0]} can’t stand in an artifact’s name`, expected, remedy } };
    if (hasControls(literal))
        return { wrong: { why: 'it holds a line break or another control character', expected, remedy } };
    return { ok: text };
};
function hasControls(text) {
    return /\p{Cc}/u.test(text);
}
function notOneOf(text, words, coming) {
    const expected = words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    if (coming.includes(text)) {
        return {
            why: 'it comes with a later version',
            expected,
            remedy: 'Choose one of these; this version has no more.',
            later: true,
        };
    }
    const meant = (0,did_you_mean/* didYouMean */.a)(text, words);
    return {
        ...(meant === undefined ? {} : { why: `perhaps ${meant} is meant` }),
        expected,
        remedy: 'Write one of these words, in lower case.',
    };
}

;// CONCATENATED MODULE: ./lib/inputs/renamed-inputs.js
/**
 * Names that are no inputs here, and what to write in their place: inputs that were renamed or removed, and what PowerShell scripts and other
 * tools call the same thing. A workflow that still has one fails with the new name, for a runner would only warn and go on.
 */
/** By the name without case, hyphens and underscores. Each says what to write. */
const instead = {
    appid: 'Write `client-id`: the application (client) id.',
    applicationid: 'Write `client-id`: the application (client) id.',
    azureclientid: 'Write `client-id`.',
    tenant: 'Write `tenant-id`.',
    organization: 'Write `tenant-id`: the domain serves as well as the GUID.',
    azuretenantid: 'Write `tenant-id`.',
    pfx: 'Write `certificate` for the PFX as base64, or `certificate-file` for a path.',
    pfxbase64: 'Write `certificate`.',
    certificatebase64encoded: 'Write `certificate`.',
    certificatepath: 'Write `certificate-file`.',
    certificatefilepath: 'Write `certificate-file`.',
    pfxpassword: 'Write `certificate-password`.',
    thumbprint: 'Write `certificate-thumbprint`, beside `certificate`: there is no certificate store here to find it in.',
    clientsecret: 'Client secrets are not used here. Leave it out to sign in by GitHub’s OIDC token, or give a `certificate`.',
    appsecret: 'Client secrets are not used here. Leave it out to sign in by GitHub’s OIDC token, or give a `certificate`.',
    startdate: 'Write `period: START/END`, the end exclusive, or a month such as `2026-10`.',
    enddate: 'Write `period: START/END`, the end exclusive, or a month such as `2026-10`.',
    starttime: 'Write `period: START/END`, the end exclusive.',
    endtime: 'Write `period: START/END`, the end exclusive.',
    month: 'Write `period`, for instance `period: 2026-10`.',
    days: 'Write `period`, for instance `period: previous-month`.',
    userids: 'Write `users`.',
    activitytypes: 'Write `operations`.',
    resultsize: 'Leave it out: everything is read, however much it is.',
    outputpath: 'Write `directory`: a folder below the workspace.',
    outputdir: 'Write `directory`: a folder below the workspace.',
    outputfile: 'Write `directory`: the files in it are named by the period.',
    azureenvironment: 'Write `cloud`.',
    exchangeenvironmentname: 'Write `cloud`.',
    recipients: 'Write `mail-to`, or `encrypt-to` for keys.',
    smtpserver: 'Write `smtp-url`.',
};
/** What to write in place of a name that other tools, or earlier versions, have; undefined for any other. */
function renamedTo(name) {
    const bare = name.toLowerCase().replace(/[-_\s]/g, '');
    return Object.hasOwn(instead, bare) ? instead[bare] : undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/settings.js
/** What a run is asked to do, once its inputs are understood: plain data, nothing left to parse. */
const modes = ['export', 'doctor', 'plan', 'merge', 'demo', 'verify'];
const clouds = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'];
const sources = ['auto', 'exchange', 'graph'];
const confirms = ['none', 'sample', 'all'];
const formats = ['csv', 'jsonl', 'parquet'];
const columnSets = ['cmdlet', 'flat', 'both'];
const minimumSeverities = ['info', 'low', 'medium', 'high'];
const disclosures = ['counts', 'masked', 'full'];
const issueModes = ['never', 'findings', 'always'];
const mailWhens = ['findings', 'always'];
const failOns = ['incomplete', 'provisional', 'low', 'medium', 'high'];

// EXTERNAL MODULE: ./lib/signin/cloud.js
var signin_cloud = __webpack_require__(4675);
// EXTERNAL MODULE: ./lib/signin/federation.js
var federation = __webpack_require__(36753);
;// CONCATENATED MODULE: ./lib/signin/vault-address.js
/** Where a certificate lies: the identifier that the portal and the CLI show, taken apart. */
/** Key Vault's hosts in Microsoft's clouds; no token is ever sent to another. */
const suffixes = ['.vault.azure.net', '.vault.usgovcloudapi.net', '.vault.azure.cn'];
/** The address, or in words why it is none. */
function parseVaultAddress(text) {
    if (!URL.canParse(text))
        return { mistake: 'it is no URL' };
    const url = new URL(text);
    if (url.protocol !== 'https:')
        return { mistake: 'it does not begin with https://' };
    if (url.username || url.password || url.port || url.search || url.hash) {
        return { mistake: 'it has more than host and path' };
    }
    const suffix = suffixes.find(one => url.hostname.endsWith(one));
    if (suffix === undefined)
        return { mistake: `${url.hostname} is not a host of Key Vault` };
    const name = url.hostname.slice(0, -suffix.length);
    if (!/^[a-z0-9-]{3,24}$/.test(name))
        return { mistake: `${name || 'nothing'} is not a vault's name` };
    const [kind = '', certificate = '', version, ...more] = url.pathname.replace(/^\/|\/$/g, '').split('/');
    if (kind === 'secrets' || kind === 'keys')
        return { mistake: `it is the identifier of one of the ${kind}` };
    if (kind !== 'certificates' || more.length > 0)
        return { mistake: 'its path is not /certificates/NAME[/VERSION]' };
    if (!/^[0-9a-z-]{1,127}$/i.test(certificate))
        return { mistake: 'it names no certificate' };
    if (version !== undefined && !/^[0-9a-f]{32}$/i.test(version)) {
        return { mistake: 'its version is not 32 hexadecimal digits' };
    }
    return { ok: { name, host: url.hostname, certificate, ...(version && { version }) } };
}

// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/inputs.js
/**
 * Words → Settings. Every mistake is found in one go and told with its remedy; secrets are masked here, where they
 * enter, and never shown. Whether files, credentials and services are any good is for others to find out.
 */














/** `command` is the terminal's first word, which stands for `mode`. */
function parseInputs(host, command) {
    const inputs = new Inputs(host);
    maskSecrets(host);
    inputs.refuseStrangers();
    const mode = modeOf(inputs, command);
    const settings = mode && settingsFor(mode, inputs);
    if (settings?.mode === 'doctor')
        return { settings: { ...settings, mistakes: inputs.mistakes } };
    return settings && inputs.mistakes.length === 0 ? { settings } : { mistakes: inputs.mistakes };
}
function modeOf(inputs, command) {
    const mode = command !== undefined && !inputs.has('mode') ? command : inputs.read('mode', oneOf(modes));
    if (mode === undefined || command === undefined || command === mode)
        return mode;
    inputs.mistake('mode', {
        why: `the command is ${command}`,
        expected: 'one of the two',
        remedy: 'Leave --mode out.',
    });
    return undefined;
}
function settingsFor(mode, inputs) {
    if (mode === 'verify')
        return {
            mode,
            directory: inputs.read('directory', inputs.terminal ? line : folder) ?? '',
            identities: identities(inputs),
        };
    const month = monthSettings(inputs);
    refuseWithShard(mode, month, inputs);
    if (mode === 'demo')
        return { mode, ...month };
    if (mode === 'merge') {
        const byGraph = month.mail !== undefined && month.mail.server === undefined;
        return { mode, ...month, ...(byGraph ? { signIn: signIn(inputs) } : {}) };
    }
    const signedIn = signIn(inputs);
    if (month.source === 'graph' && !(0,signin_cloud/* cloudNamed */.X)(signedIn.cloud).graphAuditLogQuery) {
        inputs.mistake('source', {
            why: `Graph has no audit log query in the cloud ${signedIn.cloud}`,
            expected: 'exchange, or auto',
            remedy: 'Set source: exchange, and give the app Exchange.ManageAsApp and an Exchange role with View-Only Audit Logs.',
        });
    }
    return mode === 'doctor' ? { mode, signIn: signedIn, mistakes: [], ...month } : { mode, signIn: signedIn, ...month };
}
/** Where a reader refuses, the mistake is noted and a stand-in takes the place: such settings go to the doctor alone. */
function monthSettings(inputs) {
    const failOn = inputs.read('fail-on', some(choices([...failOns, 'never']), 'incomplete')) ?? [];
    if (failOn.includes('never') && failOn.length > 1) {
        inputs.mistake('fail-on', { expected: 'never alone, or the others without it', remedy: 'Remove one or the other.' });
    }
    const githubToken = inputs.read('github-token', line);
    const part = inputs.read('shard', inputs_shard);
    const pseudonymKey = inputs.read('pseudonym-key', secretKey('another key makes other pseudonyms'));
    return {
        period: inputs.read('period', inputs_period) ?? { kind: 'auto' },
        backfill: backfill(inputs),
        timezone: inputs.read('timezone', timezone) ?? '',
        runOn: inputs.read('run-on', oneOf(['any-day', 'last-day'])) ?? 'any-day',
        source: inputs.read('source', oneOf(sources)) ?? 'auto',
        filters: inputs_filters(inputs),
        settle: inputs.read('settle', durationReader('0', '180d')) ?? 0,
        confirm: inputs.read('confirm', oneOf(confirms)) ?? 'none',
        directory: inputs.read('directory', folder) ?? '',
        files: dataFiles(inputs),
        encryptTo: inputs.read('encrypt-to', recipients) ?? [],
        upload: inputs.read('upload', readers_boolean) ?? false,
        artifactName: inputs.read('artifact-name', artifactNameReader) ?? '',
        retentionDays: inputs.read('retention-days', wholeNumber(0, 400)) ?? 0,
        allowPublic: inputs.read('allow-public', readers_boolean) ?? false,
        ...deliveries(inputs),
        failOn: failOn.filter(word => word !== 'never'),
        concurrency: inputs.read('concurrency', wholeNumber(1, 10)) ?? 1,
        deadline: inputs.read('deadline', durationReader('1m', '35d')) ?? 0,
        resume: inputs.read('resume', oneOf(['auto', 'off'])) ?? 'auto',
        ...(part ? { shard: part } : {}),
        ...(pseudonymKey ? { pseudonymKey } : {}),
        ...(githubToken ? { githubToken } : {}),
    };
}
const inputs_shard = text => {
    const ok = (0,shard/* parseShard */.uK)(text);
    if (ok)
        return { ok };
    return {
        wrong: {
            expected: `K/N, the K-th of N parts, ${shard/* mostShards */.bA} at most, such as 2/4`,
            remedy: 'Give what the output matrix of mode: plan holds: shard: ${{ matrix.shard }}.',
        },
    };
};
/** What goes with parts of an export, and what can't. */
function refuseWithShard(mode, month, inputs) {
    if (month.shard !== undefined && mode !== 'export') {
        const remedy = 'Leave shard to the jobs of the matrix, whose mode is export.';
        inputs.mistake('shard', { why: `mode is ${mode}`, expected: 'nothing, or mode: export', remedy });
    }
    const sharded = month.shard !== undefined || mode === 'merge';
    if (sharded && month.encryptTo.length > 0) {
        inputs.mistake('encrypt-to', {
            why: 'the parts of a sharded export are joined from what they hold, and nobody but the recipients could read it',
            expected: 'nothing, where an export is made in parts',
            remedy: 'Export in one job (leave shard out), or protect people with pseudonym-key, the same in every part.',
        });
    }
    if (sharded && month.backfill > 0) {
        const remedy = 'Make up for earlier months in runs of their own.';
        inputs.mistake('backfill', { why: 'the export is made in parts', expected: '0', remedy });
    }
    if (month.shard !== undefined && !month.files.includes('csv')) {
        inputs.mistake('formats', {
            why: 'shard makes a part of an export',
            expected: 'csv among them, with the columns of the cmdlet, from which the parts are joined',
            remedy: 'Write `csv`, without `columns: flat`; the merge makes the other files.',
        });
    }
}
/** `formats` says whether there is a CSV at all, `columns` which. */
function dataFiles(inputs) {
    const chosen = inputs.read('formats', some(choices(formats), 'csv,jsonl')) ?? [];
    const columns = inputs.read('columns', oneOf(columnSets)) ?? 'cmdlet';
    if (columns !== 'cmdlet' && chosen.length > 0 && !chosen.includes('csv')) {
        inputs.mistake('columns', {
            why: `it says which CSV is written, and formats (${chosen.join(', ')}) has none`,
            expected: 'cmdlet, or csv among the formats',
            remedy: 'Add `csv` to formats, or leave columns out; the Parquet file has the flat columns anyway.',
        });
    }
    return chosen.flatMap((format) => {
        if (format !== 'csv' || columns === 'cmdlet')
            return [format];
        return columns === 'flat' ? ['flat'] : ['csv', 'flat'];
    });
}
/** Whoever names a month wants that month; making up for others goes with a period that moves on by itself. */
function backfill(inputs) {
    const months = inputs.read('backfill', wholeNumber(0, 12)) ?? 0;
    if (months > 0 && !/^(auto|current-month|previous-month)$/.test(inputs.text('period'))) {
        inputs.mistake('backfill', {
            why: 'period names what to export',
            expected: '0, or a period that is auto, current-month or previous-month',
            remedy: 'Leave one of the two out.',
        });
    }
    return months;
}
const inputs_period = text => {
    const parsed = (0,period/* parsePeriod */.DB)(text);
    if ('ok' in parsed)
        return parsed;
    return { wrong: { why: parsed.mistake, remedy: 'Write for instance `previous-month`, or a month as `2026-10`.' } };
};
function inputs_filters(inputs) {
    const recordTypes = inputs.read('record-types', listOfReader(recordType)) ?? [];
    const excludeRecordTypes = inputs.read('exclude-record-types', listOfReader(recordType)) ?? [];
    const both = recordTypes.filter(type => excludeRecordTypes.some(excluded => (0,filters/* same */.FB)(type, excluded)));
    if (both.length > 0) {
        inputs.mistake('exclude-record-types', {
            why: `record-types asks for ${both.join(', ')} too`,
            expected: 'types that record-types does not name',
            remedy: 'Remove them from one of the two.',
        });
    }
    const freeText = inputs.read('free-text', line);
    return {
        recordTypes,
        excludeRecordTypes,
        operations: inputs.read('operations', listReader) ?? [],
        users: inputs.read('users', listReader) ?? [],
        ipAddresses: inputs.read('ip-addresses', listOfReader(ipAddress)) ?? [],
        objectIds: inputs.read('object-ids', listReader) ?? [],
        ...(freeText ? { freeText } : {}),
    };
}
function deliveries(inputs) {
    const mail = mailSettings(inputs);
    const assignees = inputs.read('issue-assignees', listOfReader(gitHubLogin)) ?? [];
    if (assignees.length > 10) {
        const remedy = 'Name ten at most; GitHub takes no more.';
        inputs.mistake('issue-assignees', { why: `it names ${assignees.length}`, expected: 'ten users at most', remedy });
    }
    const baseline = inputs.read('baseline', line) ?? 'none';
    const stateKey = inputs.read('state-key', secretKey('another key makes the earlier baseline useless, and what an interrupted run left'));
    return {
        accepted: {
            path: inputs.read('accepted', line) ?? '',
            named: inputs.has('accepted') && inputs.text('accepted') !== catalogue.accepted.default,
        },
        baseline: baseline === 'auto' || baseline === 'none' ? { from: baseline } : { from: 'file', path: baseline },
        ...(stateKey ? { stateKey } : {}),
        minimumSeverity: inputs.read('minimum-severity', oneOf(minimumSeverities)) ?? 'low',
        disclose: inputs.read('disclose', oneOf(disclosures)) ?? 'counts',
        issue: {
            mode: inputs.read('issue', oneOf(issueModes)) ?? 'never',
            labels: inputs.read('issue-labels', listOfReader(issueLabel)) ?? [],
            assignees,
        },
        ...(mail ? { mail } : {}),
    };
}
/** Recipients without a way to send, and the reverse, are mistakes: a mail that never comes is missed by nobody. */
function mailSettings(inputs) {
    const to = inputs.read('mail-to', some(listOfReader(emailAddress), 'audit@contoso.com'));
    const server = inputs.read('smtp-url', smtpUrl);
    const given = inputs.read('mail-from', inputs.has('smtp-url') ? emailAddress : mailbox);
    const settings = {
        when: inputs.read('mail-when', oneOf(mailWhens)) ?? 'always',
        attach: inputs.read('mail-attach', readers_boolean) ?? false,
        ...(server ? { server } : {}),
    };
    const ways = ['mail-from', 'smtp-url'].filter(name => inputs.has(name));
    if (!inputs.has('mail-to')) {
        if (ways.length > 0)
            inputs.missing('mail-to', 'Name the recipients, or remove the rest.', `, though ${ways.join(' and ')} ${ways.length > 1 ? 'are' : 'is'} given`);
        return undefined;
    }
    const user = server?.login && emailAddress(server.login.user);
    const from = given ?? (user && 'ok' in user ? user.ok : undefined);
    if (from === undefined && !inputs.has('mail-from') && (server !== undefined || ways.length === 0)) {
        inputs.missing('mail-from', server
            ? 'Give the sender’s address; the user of smtp-url is none.'
            : 'Give the sending mailbox, from which the app sends by Graph’s Mail.Send; or smtp-url for a mail server.', ', though mail-to is given');
    }
    return to && from !== undefined ? { to, from, ...settings } : undefined;
}
function signIn(inputs) {
    const tenant = inputs.require('tenant-id', tenantId, 'Give the directory (tenant) id or the primary domain.');
    const clientId = inputs.require('client-id', readers_clientId, 'Give the app registration’s application (client) id.');
    if (tenant !== undefined && tenant === clientId) {
        inputs.mistake('client-id', {
            why: 'tenant-id is the same GUID',
            expected: 'the application’s id, which differs from the directory’s',
            remedy: 'Copy both anew from the app registration’s overview.',
        });
    }
    const thumbprint = inputs.read('certificate-thumbprint', readers_thumbprint);
    const cloud = inputs.read('cloud', oneOf(clouds)) ?? 'worldwide';
    return {
        tenant: tenant ?? '',
        clientId: clientId ?? '',
        credential: credential(inputs, cloud),
        ...(thumbprint ? { thumbprint } : {}),
        cloud,
    };
}
const certificateInputs = ['certificate', 'certificate-file', 'key-vault-certificate'];
function credential(inputs, cloud) {
    const given = certificateInputs.filter(name => inputs.has(name));
    const [first, ...others] = given;
    if (others.length > 0) {
        inputs.mistake(first ?? 'certificate', {
            why: `${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} set too`,
            expected: `exactly one of ${certificateInputs.join(', ')}`,
            remedy: 'Keep one; a secret that nobody uses should be deleted as well.',
        });
    }
    if (first !== 'key-vault-certificate' && inputs.has('key-vault-token')) {
        inputs.mistake('key-vault-token', {
            why: 'no key-vault-certificate is given',
            expected: 'nothing, or both',
            remedy: 'Remove the token, or name the certificate in the vault.',
        });
    }
    const password = inputs.text('certificate-password');
    switch (first) {
        case 'certificate':
            return { from: 'input', content: certificate(inputs), password };
        case 'certificate-file':
            return { from: 'file', path: certificateFile(inputs), password };
        case 'key-vault-certificate':
            return vaultCertificate(inputs, cloud);
        default:
            return inputs_federation(inputs);
    }
}
function certificate(inputs) {
    const content = inputs.text('certificate');
    if (/^[^\s,]{1,260}\.(pfx|p12|pem)$/i.test(content)) {
        inputs.mistake('certificate', {
            why: 'this looks like a file’s path',
            expected: 'the PFX as base64, or PEM text',
            remedy: 'Give a path to certificate-file, or the file’s content by `base64 -w0 certificate.pfx`.',
        });
    }
    return content;
}
function certificateFile(inputs) {
    const path = inputs.text('certificate-file');
    if (/-----BEGIN|^[A-Za-z0-9+/=\s]{200,}$/.test(path)) {
        inputs.mistake('certificate-file', {
            why: 'this looks like a certificate’s content; if it holds the key, treat the key as known to others',
            expected: 'the path of a file on the runner',
            remedy: 'Give the content to `certificate`, from a secret.',
            secret: true,
        });
    }
    return path;
}
function vaultCertificate(inputs, cloud) {
    const address = inputs.read('key-vault-certificate', vaultAddress);
    const suffix = (0,signin_cloud/* cloudNamed */.X)(cloud).vaultSuffix;
    if (address && !address.host.endsWith(suffix)) {
        inputs.mistake('key-vault-certificate', {
            why: `the cloud is ${cloud}`,
            expected: `a vault of that cloud, with a name that ends in ${suffix}`,
            remedy: 'Set cloud to the one that tenant and vault are in.',
        });
    }
    if (inputs.has('certificate-password')) {
        inputs.mistake('certificate-password', {
            why: 'the certificate is in a key vault, where it has no password',
            expected: 'nothing',
            remedy: 'Remove it.',
        });
    }
    const token = inputs.read('key-vault-token', line);
    if (!token && inputs.idToken === undefined) {
        const { remedy } = (0,federation/* noIdToken */.o)();
        inputs.missing('key-vault-token', `Give it from a step before (az account get-access-token --resource https://${suffix.slice(1)}). ${remedy}`, ', and this job can’t ask for GitHub’s OIDC token to reach the vault with');
    }
    return address ? { from: 'vault', address, ...(token ? { token } : {}) } : { from: 'federation' };
}
const vaultAddress = text => {
    const parsed = parseVaultAddress(text);
    if ('ok' in parsed)
        return parsed;
    return {
        wrong: {
            why: parsed.mistake,
            expected: 'https://NAME.vault.azure.net/certificates/CERTIFICATE, with or without /VERSION',
            remedy: 'Print it: az keyvault certificate show --vault-name NAME --name CERTIFICATE --query id --output tsv',
        },
    };
};
/** None of the certificate inputs: GitHub's OIDC token is the credential, or some input was meant and is empty. */
function inputs_federation(inputs) {
    const meant = ['certificate-password', 'certificate-thumbprint'].filter(name => inputs.has(name));
    if (meant.length > 0) {
        const verb = meant.length > 1 ? 'are' : 'is';
        inputs.missing('certificate', missingCertificate, `, though ${meant.join(' and ')} ${verb} given`);
    }
    else if (inputs.idToken === undefined) {
        inputs.missing('certificate', (0,federation/* noIdToken */.o)().remedy, ', and this job can’t ask for GitHub’s OIDC token in its place');
    }
    return { from: 'federation' };
}
const missingCertificate = `Give exactly one of ${certificateInputs.join(', ')}. A secret that does not exist, or that GitHub withholds from runs of ` +
    'forks and of Dependabot, arrives as nothing at all: check its name, and where the run comes from. To sign in by ' +
    'GitHub’s OIDC token, without a certificate, remove the others as well.';
/** The private keys of a key file, without its comments. */
function identities(inputs) {
    const text = inputs.terminalOnly('age-identity');
    const found = identitiesIn(text);
    if (text !== '' && found.length === 0)
        inputs.noIdentity(text);
    return found;
}
function maskSecrets(host) {
    for (const name of host.given)
        for (const identity of identitiesIn(host.input(name)))
            host.mask(identity);
    const secrets = Object.entries(catalogue).filter(([, entry]) => 'secret' in entry);
    for (const [name] of secrets) {
        const value = host.input(name);
        if (value)
            host.mask(value);
        for (const password of passwordsIn(value))
            host.mask(password);
    }
}
/** The host's words with the catalogue's defaults, and the mistakes found so far. */
class Inputs {
    mistakes = [];
    terminal;
    idToken;
    #host;
    constructor(host) {
        this.#host = host;
        this.terminal = host.kind === 'terminal';
        this.idToken = host.idToken;
    }
    has(name) {
        return this.#host.input(name) !== '';
    }
    text(name) {
        return this.#host.input(name) || catalogue[name].default;
    }
    /** The input's value; undefined when it is empty, or wrong, which is noted. */
    read(name, reader) {
        const text = this.text(name);
        if (text === '')
            return undefined;
        const reading = text.includes('${{') ? { wrong: unresolved } : reader(text);
        if ('ok' in reading)
            return reading.ok;
        this.mistake(name, reading.wrong);
        return undefined;
    }
    /** '' on a runner. */
    terminalOnly(name) {
        return this.terminal ? this.#host.input(name) : '';
    }
    noIdentity(text) {
        const why = text.startsWith('age-encryption.org/v1') || text.startsWith('-----BEGIN AGE')
            ? 'it is encrypted'
            : 'it holds none';
        const remedy = 'Give the file that age-keygen wrote, with its line AGE-SECRET-KEY-…; decrypt it first where a passphrase protects it.';
        this.#note('INPUT_IDENTITY', `--identity names a file of ${inputs_hidden(text)}: ${why}; expected an identity of age.`, remedy);
    }
    require(name, reader, remedy) {
        if (!this.has(name))
            this.missing(name, `${remedy} A secret or variable that does not exist arrives as nothing at all.`);
        return this.read(name, reader);
    }
    missing(name, remedy, detail = '') {
        this.#note(codeOf(name), `${this.#spelled(name)} is missing${detail}.`, remedy);
    }
    mistake(name, wrong) {
        if (wrong.secret)
            this.#host.mask(this.text(name));
        const given = 'secret' in catalogue[name] || wrong.secret ? inputs_hidden(this.text(name)) : shown(this.text(name));
        const why = wrong.why === undefined ? '' : `: ${wrong.why}`;
        const expected = wrong.expected === undefined ? '' : `; expected ${wrong.expected}`;
        const code = wrong.later ? notYet : codeOf(name);
        this.#note(code, `${this.#spelled(name)} is ${given}${why}${expected}.`, wrong.remedy);
    }
    /**
     * A runner leaves it at a warning when a workflow gives an input that action.yml has not, so what resembles ours is
     * refused here, and what other tools call the same; other INPUT_ variables may be anybody's. In a terminal every unknown option is a mistake.
     */
    refuseStrangers() {
        const known = [...inputNames, ...(this.terminal ? terminalOnly : [])];
        for (const name of this.#host.given) {
            if (known.includes(name))
                continue;
            const meant = (0,did_you_mean/* didYouMean */.a)(name, known);
            const instead = renamedTo(name);
            if (meant === undefined && instead === undefined && !this.terminal)
                continue;
            const remedy = instead ?? (meant ? `Did you mean ${this.#spelled(meant)}?` : 'The README lists what there is.');
            this.#note('INPUT_UNKNOWN', `There is no input ${this.#spelled(name)}.`, remedy);
        }
        for (const word of this.#host.strays ?? []) {
            this.#note('INPUT_UNKNOWN', `${shown(word)} belongs to no option.`, 'Options are written --name VALUE or --name=VALUE.');
        }
    }
    #note(code, message, remedy) {
        this.mistakes.push(new failure/* Failure */.HR({ code, message, remedy }));
    }
    #spelled(name) {
        return this.terminal ? `--${name}` : `\`${name}\``;
    }
}
const notYet = 'INPUT_NOT_IN_THIS_VERSION';
const unresolved = {
    why: 'an expression stands in it unresolved',
    expected: 'its value',
    remedy: 'Expressions are resolved under `with:` of a workflow step, and nowhere else.',
};
function codeOf(name) {
    return `INPUT_${name.toUpperCase().replaceAll('-', '_')}`;
}
/** Long texts are not shown: they may be a key pasted into the wrong input. */
function shown(text) {
    return text.length > 60 || /[\r\n]|-----BEGIN/.test(text) ? inputs_hidden(text) : `“${text}”`;
}
function inputs_hidden(text) {
    return `${text.length} character${text.length === 1 ? '' : 's'} (not shown)`;
}

// EXTERNAL MODULE: ./lib/publish/report-run.js
var report_run = __webpack_require__(88321);
;// CONCATENATED MODULE: ./lib/start.js
/** From words to one of the modes, with the real world at hand. */






async function start(host, command) {
    const parsed = parseInputs(host, command);
    if ('mistakes' in parsed)
        return (0,report_run/* reportMistakes */.qn)(host, parsed.mistakes);
    const { settings } = parsed;
    try {
        if (settings.mode === 'verify') {
            const { verifyFolder } = await Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(108), __webpack_require__.e(510), __webpack_require__.e(838)]).then(__webpack_require__.bind(__webpack_require__, 6510));
            const folder = (0,external_node_path_.resolve)(host.facts.workspace, settings.directory);
            return (0,report_run/* reportProof */.X8)(host, settings.directory, await verifyFolder(folder, settings.identities));
        }
        keepHeapSmall();
        const world = await realWorld(host);
        const cancelled = onCancellation();
        if (settings.mode === 'demo') {
            const { runDemo } = await Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(108), __webpack_require__.e(815), __webpack_require__.e(287), __webpack_require__.e(136), __webpack_require__.e(510), __webpack_require__.e(848), __webpack_require__.e(549), __webpack_require__.e(306), __webpack_require__.e(636)]).then(__webpack_require__.bind(__webpack_require__, 14636));
            return await runDemo(settings, { host, world, cancelled }, { script: process.argv[1] ?? '', recordsPerMonth: 40_200 });
        }
        const context = { host, world, cancelled, endpoints: process.env.M365_AUDIT_ENDPOINTS, synthetic: false };
        if (settings.mode === 'doctor') {
            const { runDoctor } = await Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(108), __webpack_require__.e(815), __webpack_require__.e(287), __webpack_require__.e(136), __webpack_require__.e(510), __webpack_require__.e(848), __webpack_require__.e(549), __webpack_require__.e(306), __webpack_require__.e(344)]).then(__webpack_require__.bind(__webpack_require__, 29344));
            return await runDoctor(settings, context);
        }
        if (settings.mode === 'merge') {
            const { runMerge } = await Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(108), __webpack_require__.e(815), __webpack_require__.e(287), __webpack_require__.e(136), __webpack_require__.e(510), __webpack_require__.e(848), __webpack_require__.e(861)]).then(__webpack_require__.bind(__webpack_require__, 38861));
            return await runMerge(settings, context);
        }
        if (settings.mode === 'plan') {
            const { runPlan } = await Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(287), __webpack_require__.e(136), __webpack_require__.e(549), __webpack_require__.e(776)]).then(__webpack_require__.bind(__webpack_require__, 85776));
            return await runPlan(settings, context);
        }
        const { runMonth } = await Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(108), __webpack_require__.e(815), __webpack_require__.e(287), __webpack_require__.e(136), __webpack_require__.e(510), __webpack_require__.e(848), __webpack_require__.e(549), __webpack_require__.e(306), __webpack_require__.e(978)]).then(__webpack_require__.bind(__webpack_require__, 15978));
        await runMonth(settings, context);
    }
    catch (error) {
        (0,report_run/* reportFailure */.xV)({ host, failOn: [], directory: settings.directory }, (0,failure/* asFailure */.h_)(error));
    }
}
async function realWorld(host) {
    const { transport } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(288)]).then(__webpack_require__.bind(__webpack_require__, 14288));
    return {
        fetch: transport(process.env),
        now: Date.now,
        sleep: async (milliseconds, signal) => await (0,promises_.setTimeout)(milliseconds, undefined, signal ? { signal } : {}),
        log: line => host.info(line),
        debug: line => host.debug(line),
        mask: secret => host.mask(secret),
    };
}
/** A runner that cancels sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills (actions/runner): enough to write. */
function onCancellation() {
    const controller = new AbortController();
    const cancel = () => controller.abort(new failure/* Failure */.HR({
        code: 'CANCELLED',
        message: 'The run was cancelled before this was read.',
        remedy: 'Run it again.',
    }));
    process.once('SIGINT', cancel);
    process.once('SIGTERM', cancel);
    return controller.signal;
}


/***/ }),

/***/ 19579:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HR: () => (/* binding */ Failure),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   h_: () => (/* binding */ asFailure),
/* harmony export */   ps: () => (/* binding */ causes)
/* harmony export */ });
/**
 * The one error of the house: what failed, a stable code, and what a person can do about it. Rooms wrap the cause
 * and add what they know; nobody parses messages.
 */
class Failure extends Error {
    name = 'Failure';
    /** Stable, upper case, prefixed by the room that knows: `CERT_WRONG_PASSWORD`, `LOGIN_AADSTS700027`. */
    code;
    /** One or two sentences for the person who can mend it: who, where, and the command where there is one. */
    remedy;
    /** What the other side said of itself: HTTP status, AADSTS code, request and correlation ids. Never a secret. */
    evidence;
    constructor(parts) {
        super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
        this.code = parts.code;
        this.remedy = parts.remedy;
        this.evidence = parts.evidence ?? {};
    }
}
/** The failure as a person reads it: what, code and evidence, then what to do. One paragraph, no stack. */
function explain(failure) {
    const evidence = Object.entries(failure.evidence).map(([name, value]) => `${name} ${value}`);
    return `${failure.message} [${[failure.code, ...evidence].join('; ')}] ${failure.remedy}`;
}
/** Anything thrown, as a `Failure`: what is not one already is a fault of ours, and says so. */
function asFailure(thrown) {
    if (thrown instanceof Failure)
        return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure({
        code: 'UNEXPECTED',
        message: `Unexpected fault: ${message}`,
        remedy: 'This is a fault of the program. Please report it with the version and this message.',
        cause: thrown,
    });
}
/** The chain of causes in words, innermost last: `fetch failed: connect ECONNREFUSED 127.0.0.1:9`. */
function causes(error) {
    const words = [];
    for (let at = error; at instanceof Error && words.length < 5; at = at.cause) {
        const code = 'code' in at && typeof at.code === 'string' && !at.message.includes(at.code) ? ` (${at.code})` : '';
        if (at.message)
            words.push(at.message + code);
        if (at instanceof AggregateError && at.errors[0] instanceof Error)
            words.push(at.errors[0].message);
    }
    return words.join(': ');
}


/***/ }),

/***/ 75371:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ retryDelay)
/* harmony export */ });
/**
 * How long to wait before the next attempt: what the service asks for in `Retry-After` (seconds or an HTTP date,
 * RFC 9110 §10.2.3), else doubling from `base`, with up to half of it again as jitter. A date gone by says nothing:
 * the clocks differ.
 */
function retryDelay(policy, attempt, retryAfter, now) {
    const asked = parseRetryAfter(retryAfter, now);
    const backoff = policy.base * 2 ** (attempt - 1) * (1 + policy.jitter() / 2);
    return Math.min(asked ?? backoff, policy.longest);
}
function parseRetryAfter(text, now) {
    if (text === null)
        return undefined;
    if (/^\s*\d+(\.\d+)?\s*$/.test(text))
        return Number(text) * 1000;
    // `Date.parse` takes “-5” for a day in 2001.
    const date = /^\s*[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
    return date > now ? date - now : undefined;
}


/***/ }),

/***/ 38475:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ send)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(75371);


/**
 * Sends a request until it is read, refused, or the policy's tries run out; then throws the last `Failure`.
 * What never arrived (reset, refused, timed out) counts as a reason to try again, with the cause kept in words.
 */
async function send(world, exchange) {
    for (let attempt = 1;; attempt++) {
        const { reading, answer } = await attemptOnce(world, exchange);
        if ('done' in reading)
            return reading.done;
        if ('failed' in reading)
            throw reading.failed;
        const limit = Math.min(exchange.policy.tries, reading.tries ?? Number.POSITIVE_INFINITY);
        if (attempt >= limit)
            throw reading.retry;
        const delay = (0,_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .retryDelay */ .a)(exchange.policy, attempt, answer?.headers.get('retry-after') ?? null, world.now());
        exchange.onRetry?.(reading.retry, reading.throttled ?? false, delay);
        world.debug(`attempt ${attempt} of ${limit}: ${reading.retry.message}; again in ${(delay / 1000).toFixed(1)} s`);
        await world.sleep(delay, exchange.signal);
    }
}
async function attemptOnce(world, exchange) {
    exchange.signal?.throwIfAborted();
    const request = await exchange.request();
    const started = world.now();
    const timeout = AbortSignal.timeout(exchange.policy.timeout);
    const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout;
    const where = `${request.method} ${new URL(request.url).host}${new URL(request.url).pathname}`;
    let answering = false;
    try {
        const response = await world.fetch(new Request(request, { signal }));
        answering = true;
        const bytes = await readBody(response, exchange.policy.maximumBytes);
        const answer = { status: response.status, headers: response.headers, bytes };
        const id = response.headers.get('request-id');
        world.debug(`${where} → ${answer.status}, ${bytes.length} bytes, ${world.now() - started} ms${id ? `, request-id ${id}` : ''}`);
        return { reading: exchange.read(answer), answer };
    }
    catch (error) {
        exchange.signal?.throwIfAborted();
        if (error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR)
            return { reading: { failed: error } };
        const { policy } = exchange;
        const tries = policy.triesWhenBroken ?? policy.tries;
        if (timeout.aborted)
            return { reading: { retry: tooSlow(where, policy.timeout, error), tries } };
        if (answering || isReset(error))
            return { reading: { retry: broken(where, error), tries } };
        return { reading: { retry: unreachable(where, error) } };
    }
}
async function readBody(response, maximumBytes) {
    const parts = [];
    let length = 0;
    for await (const part of response.body ?? []) {
        length += part.length;
        if (length > maximumBytes) {
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
                code: 'WIRE_TOO_LARGE',
                message: `The answer is larger than ${maximumBytes} bytes.`,
                remedy: 'The request must be cut smaller.',
            });
        }
        parts.push(part);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
/** Whether the connection stood and broke, by the words of Node's sockets and undici. */
function isReset(error) {
    return /ECONNRESET|EPIPE|UND_ERR_SOCKET|other side closed|terminated|premature close|socket hang up/i.test((0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error));
}
function tooSlow(where, timeout, error) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'WIRE_TIMEOUT',
        message: `No complete answer within ${timeout / 1000} s from ${where}.`,
        remedy: 'The service is slow or the network drops the connection; a later run may pass.',
        cause: error,
    });
}
function broken(where, error) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'WIRE_RESET',
        message: `The connection broke: ${where}: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`,
        remedy: 'The service or something between drops connections that take long; a later run may pass.',
        cause: error,
    });
}
function unreachable(where, error) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'WIRE_UNREACHABLE',
        message: `The connection failed: ${where}: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`,
        remedy: 'Check that the runner reaches this host (firewall, DNS, TLS inspection, HTTPS_PROXY and NO_PROXY).',
        cause: error,
    });
}


/***/ })

};
