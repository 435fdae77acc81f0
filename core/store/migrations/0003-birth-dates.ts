import type { Migration } from './migration';
import { addColumns } from './tables';

/** Countries have a least age for marketing. */
export const birthDates: Migration = {
	version: 3,
	name: 'birth-dates',
	async up(db) {
		await addColumns(db, 'buyers', [['birth_date', 'text']]);
	},
};
