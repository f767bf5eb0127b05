export {
  exactNumber,
  isExactNumber,
  numberText,
  parseExact,
  plainNumbers,
  printExact,
  sameExact,
} from "@/lib/schema/exact-json";
