export { isIntact } from "@/lib/evidence/intact";
