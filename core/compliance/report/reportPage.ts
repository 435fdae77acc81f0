import { escapeHtml } from '../../template/expressions';
import type { StaffText } from '../rule';
import type { CheckedRule } from './checkedRules';
import type { ComplianceReport, Counted, RuleReport } from './complianceReport';
import { sayInReport } from './reportWords';
import { renderStaffPage } from './staffPage';

type Language = keyof StaffText;
type Say = (word: Parameters<typeof sayInReport>[0], values?: Record<string, number>) => string;

/** The report as one HTML file: nothing from elsewhere, no script; what comes from mails is text and nothing else. */
export function renderReportPage(report: ComplianceReport, language: Language): string {
	const say: Say = (word, values) => escapeHtml(sayInReport(word, language, values));
	return renderStaffPage({ language, title: say('title'), main: `<h1>${say('title')}</h1>
${renderFacts(report, say)}
<h2>${say('totals')}</h2>
${renderTotals(report, say)}
<h2>${say('findings')}</h2>
${report.rules.length === 0 ? `<p>${say('noFindings')}</p>` : `<p class="soft">${say('counting')}</p>`}
${report.rules.map((rule) => renderRule(rule, report, language, say)).join('\n')}
<h2 id="rules">${say('rules')}</h2>
${renderRules(report, language, say)}` });
}

function renderFacts(report: ComplianceReport, say: Say): string {
	const profiles = report.profiles.map((profile) => (isProfile(profile) ? say(profile) : text(profile)));
	const facts = [
		[say('checkedAt'), `${new Date(report.checkedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
		[say('shops'), listOf(report.shops.map(text), say)],
		[say('profiles'), listOf(profiles, say)],
		[say('switchedOff'), listOf(report.switchedOff.map((rule) => `<code>${text(rule)}</code>`), say)],
	];
	return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

const MAX_NAMES = 10;

function listOf(names: string[], say: Say): string {
	if (names.length === 0) return say('none');
	return `${names.slice(0, MAX_NAMES).join(', ')}${names.length > MAX_NAMES ? ` ${say('more', { n: names.length - MAX_NAMES })}` : ''}`;
}

function isProfile(profile: string): profile is 'marketing' | 'transactional' | 'amazonMessage' {
	return profile === 'marketing' || profile === 'transactional' || profile === 'amazonMessage';
}

function renderTotals(report: ComplianceReport, say: Say): string {
	const totals: Array<[word: 'checked' | 'passed' | 'needsReview' | 'violations' | 'failed', count: number]> = [
		['checked', report.checked], ['passed', report.passed], ['needsReview', report.needsReview], ['violations', report.violations],
		...(report.failed > 0 ? [['failed', report.failed] as ['failed', number]] : []),
	];
	return `<dl class="totals">${totals.map(([word, count]) => `<div class="${word}"><dt>${say(word)}</dt><dd>${count.toLocaleString('en')}</dd></div>`).join('')}</dl>`;
}

function renderRule(found: RuleReport, report: ComplianceReport, language: Language, say: Say): string {
	const title = report.checkedRules.find(({ id }) => id === found.rule)?.title[language] ?? found.rule;
	const badge = say(found.outcome === 'violation' ? 'violations' : 'needsReview');
	return `<section class="${found.outcome}">
<h3>${escapeHtml(title)}</h3>
<p class="head"><span class="badge">${badge}</span> <code>${text(found.rule)}</code> <span>${say('mails', { n: found.count, total: report.checked })}</span></p>
<dl>
${renderTexts(say('what'), found.messages)}
${renderTexts(say('evidence'), found.evidence)}
${renderTexts(say('fix'), found.fixes)}
${renderTexts(say('law'), found.laws)}
<div><dt>${say('items')}</dt><dd>${found.items.map((item) => renderItem(item, say)).join('; ')}${found.count > found.items.length ? ` ${say('more', { n: found.count - found.items.length })}` : ''}</dd></div>
</dl>
</section>`;
}

function renderTexts(title: string, texts: readonly Counted[]): string {
	if (texts.length === 0) return '';
	const lines = texts.map(({ text: words, count }) => (texts.length > 1 ? `<li>${text(words)} <span class="soft">× ${count.toLocaleString('en')}</span></li>` : text(words)));
	return `<div><dt>${title}</dt><dd>${texts.length > 1 ? `<ul>${lines.join('')}</ul>` : lines.join('')}</dd></div>`;
}

function renderItem({ itemIndex, language, country }: RuleReport['items'][number], say: Say): string {
	const where = [country, language].filter((part) => part !== undefined).join(', ');
	return `${say('item', { n: itemIndex })}${where ? ` (${text(where)})` : ''}`;
}

function renderRules(report: ComplianceReport, language: Language, say: Say): string {
	const rows = report.checkedRules.map((rule) => `<tr><th scope="row">${escapeHtml(rule.title[language])}<br><code>${text(rule.id)}</code></th><td>${say(rule.kind)}</td><td>${sayFound(rule, report, say)}</td></tr>`);
	const head = (['rule', 'kind', 'found'] as const).map((word) => `<th scope="col">${say(word)}</th>`).join('');
	return `<table aria-labelledby="rules"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function sayFound({ id }: CheckedRule, report: ComplianceReport, say: Say): string {
	const found = report.rules.find(({ rule }) => rule === id);
	if (found) return found.count.toLocaleString('en');
	return say(report.switchedOff.includes(id) ? 'off' : 'nothing');
}

/** Words of others: text, in their own direction. */
function text(words: string): string {
	return `<bdi>${escapeHtml(words)}</bdi>`;
}
