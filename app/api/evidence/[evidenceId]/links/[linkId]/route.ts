export { route as DELETE } from "@/lib/doors";
