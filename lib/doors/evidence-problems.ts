export { evidenceProblems } from "@/lib/evidence/sealed/problems";
