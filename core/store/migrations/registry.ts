import type { Migration } from './migration';
import { initial } from './0001-initial';
import { records } from './0002-records';
import { birthDates } from './0003-birth-dates';
import { campaignRules } from './0004-campaign-rules';
import { sendingSetup } from './0005-sending-setup';
import { usageOutcomes } from './0006-usage-outcomes';
import { campaignTests } from './0007-campaign-tests';
import { throttles } from './0008-throttles';
import { partialIndexes } from './0009-partial-indexes';

/** All migrations in order; a new one is a new file and one line here. */
export const MIGRATIONS: readonly Migration[] = [initial, records, birthDates, campaignRules, sendingSetup, usageOutcomes, campaignTests, throttles, partialIndexes];
