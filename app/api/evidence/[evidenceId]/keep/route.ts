export { route as PUT } from "@/lib/doors";
