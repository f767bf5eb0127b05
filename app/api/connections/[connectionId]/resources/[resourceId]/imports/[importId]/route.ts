export { route as GET, route as PATCH } from "@/lib/doors";
