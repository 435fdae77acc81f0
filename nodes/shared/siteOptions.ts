import type { INodePropertyOptions } from 'n8n-workflow';

/** The 18 sites for panels, as staff call them; the keys are those of core/data/sites.json (a test holds both together). */
export const SITE_OPTIONS: readonly INodePropertyOptions[] = [
	{ name: 'Arabic (Ara)', value: 'ara' },
	{ name: 'Brazil (Bra)', value: 'bra' },
	{ name: 'France (Fra)', value: 'fra' },
	{ name: 'Germany (Deu)', value: 'deu' },
	{ name: 'Global English (Glo)', value: 'glo' },
	{ name: 'Israel (Isr)', value: 'isr' },
	{ name: 'Italy (Ita)', value: 'ita' },
	{ name: 'Japan (Jpn)', value: 'jpn' },
	{ name: 'Korea (Kor)', value: 'kor' },
	{ name: 'Netherlands (Nld)', value: 'nld' },
	{ name: 'Poland (Pol)', value: 'pol' },
	{ name: 'Russia (Rus)', value: 'rus' },
	{ name: 'Spain and Latin America (Esp)', value: 'esp' },
	{ name: 'Thailand (Tha)', value: 'tha' },
	{ name: 'Turkey (Tur)', value: 'tur' },
	{ name: 'Ukraine (Ukr)', value: 'ukr' },
	{ name: 'United States (Usa)', value: 'usa' },
	{ name: 'Vietnam (Vnm)', value: 'vnm' },
];
