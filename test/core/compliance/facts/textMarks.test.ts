import { hasLetters } from '../../../../core/compliance/facts/textMarks';

it.each(['$24.90', '24,90 €', '2 ×', '−20 %', '₽ 1 200', '—', '', '(3)', '…', '10:30'])('%j → no words', (text) => expect(hasLetters(text)).toBe(false));
it.each(['24,90 zł', 'R$ 5', 'a', 'Я', '3点', '残り3', 'שלום', '٣ قطع', 'é', '20 % off'])('%j → words', (text) => expect(hasLetters(text)).toBe(true));
