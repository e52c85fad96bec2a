-- AlterTable
ALTER TABLE "run" ADD COLUMN     "whole_parts" TEXT[] DEFAULT ARRAY[]::TEXT[];
