import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { makeName } from '../demo/shopNames';
import { makeSeededRandom, type SeededRandom } from '../demo/shopRandom';

/** What is wrong in the rows that are meant to be rejected: line of the file and the field that has to be named. */
export interface PlantedFile {
	rows: number;
	bytes: number;
	broken: Array<{ line: number; field: string }>;
}

const HEADER = 'Customer ID,E-Mail,Customer Name,Country,Language,Opt-In Date,Notes\n';
const PEOPLE: ReadonlyArray<[country: string, language: string, domains: string[]]> = [
	['US', 'en-US', ['gmail.com', 'yahoo.com', 'comcast.net', 'outlook.com']], ['BR', 'pt-BR', ['gmail.com', 'uol.com.br', 'bol.com.br']],
	['ES', 'es', ['gmail.com', 'telefonica.net', 'hotmail.es']], ['FR', 'fr', ['orange.fr', 'free.fr', 'gmail.com']], ['DE', 'de', ['web.de', 'gmx.de', 't-online.de']],
	['RU', 'ru', ['mail.ru', 'yandex.ru']], ['KR', 'ko', ['naver.com', 'hanmail.net']], ['JP', 'ja', ['docomo.ne.jp', 'gmail.com']], ['TH', 'th', ['gmail.com', 'hotmail.co.th']],
	['IL', 'he', ['walla.co.il', 'gmail.com']], ['SA', 'ar', ['gmail.com', 'hotmail.com']], ['UA', 'uk', ['ukr.net', 'gmail.com']], ['PL', 'pl', ['wp.pl', 'onet.pl']],
];

/** What can be wrong, the field that the report has to name, and the cells with it. */
const FAULTS: ReadonlyArray<[field: string, spoil: (cells: string[]) => string]> = [
	['email', ([id, , ...rest]) => [id, 'nobody at nowhere', ...rest].join(',')],
	['email', ([id, , ...rest]) => [id, '', ...rest].join(',')],
	['country', ([id, email, name, , ...rest]) => [id, email, name, 'Atlantis', ...rest].join(',')],
	['consentAt', (cells) => [...cells.slice(0, 5), '2026-02-31', cells[6]].join(',')],
	['row', (cells) => cells.slice(0, 4).join(',')],
	['row', (cells) => [...cells, 'one too many'].join(',')],
	['row', ([id, email, , ...rest]) => [id, email, '"never closed', ...rest].join(',')],
];
const FAULT_SHARE = 0.01;

/** Writes the same file of buyers for the same seed; about 1 % of the rows are broken, in several ways. */
export async function writeImportFile(file: string, rows: number, seed: number): Promise<PlantedFile> {
	const random = makeSeededRandom(seed, 'import');
	const stream = createWriteStream(file);
	const planted: PlantedFile = { rows, bytes: 0, broken: [] };
	let [line, text] = [2, HEADER];
	for (let index = 0; index < rows; index += 1) {
		const fault = random.isHit(FAULT_SHARE) ? random.pick(FAULTS) : undefined;
		const cells = makeCells(random, index);
		if (fault) planted.broken.push({ line, field: fault[0] });
		const row = `${fault ? fault[1]([...cells.slice(0, 6), '']) : cells.join(',')}\n`;
		line += row.split('\n').length - 1;
		text += row;
		if (text.length < 1024 * 1024 && index < rows - 1) continue;
		planted.bytes += Buffer.byteLength(text);
		if (!stream.write(text)) await once(stream, 'drain');
		text = '';
	}
	stream.end();
	await once(stream, 'close');
	return planted;
}

function makeCells(random: SeededRandom, index: number): string[] {
	const [country, language, domains] = random.pick(PEOPLE);
	const { name, localPart } = makeName((values) => random.pick(values), country, language);
	const domain = random.isHit(0.03) ? `shop-${random.integer(1, 20_000)}.example` : random.pick(domains);
	const day = `2026-${String(random.integer(1, 9)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`;
	const note = random.isHit(0.02) ? '"call first,\nthen write"' : random.isHit(0.02) ? '"likes ""blue"""' : '';
	return [`C-${String(index * 7_919).padStart(9, '0')}`, `${localPart}.${index}@${domain}`, name, country, random.isHit(0.7) ? language : '', random.isHit(0.8) ? day : '', note];
}

/** In a process of its own, so that what it needs doesn't count as memory of the import. */
if (process.send && process.argv[1] === __filename) {
	const [, , file = '', rows = '0', seed = '1'] = process.argv;
	void writeImportFile(file, Number(rows), Number(seed)).then((planted) => process.send?.(planted, () => process.disconnect()));
}
